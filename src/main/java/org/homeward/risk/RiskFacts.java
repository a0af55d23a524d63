package org.homeward.risk;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hold what the scores are computed from. Null means "not known", which is never the same as "no".
 *
 * @param lengthOfStayDays whole days, 0 when admitted and discharged on one date
 * @param acuteAdmission acute or emergent admission (the A of LACE)
 * @param emergencyVisits6Months visits in the 6 months before the admission, without the one that led to it
 * @param hemoglobin at discharge, g/dL
 * @param sodium at discharge, mmol/L
 * @param procedure any coded procedure during the stay
 * @param urgentAdmission urgent or emergent admission (the I of HOSPITAL)
 * @param admissions12Months admissions in the 12 months before this one
 */
public record RiskFacts(
        @Nullable Integer lengthOfStayDays,
        @Nullable Boolean acuteAdmission,
        Comorbidities comorbidities,
        @Nullable Integer emergencyVisits6Months,
        @Nullable Double hemoglobin,
        @Nullable Boolean oncologyService,
        @Nullable Double sodium,
        @Nullable Boolean procedure,
        @Nullable Boolean urgentAdmission,
        @Nullable Integer admissions12Months) {

    public static final RiskFacts UNKNOWN =
            new RiskFacts(null, null, Comorbidities.UNKNOWN, null, null, null, null, null, null, null);

    public RiskFacts {
        notNegative("length of stay", lengthOfStayDays);
        notNegative("emergency visits", emergencyVisits6Months);
        notNegative("hemoglobin", hemoglobin);
        notNegative("sodium", sodium);
        notNegative("admissions", admissions12Months);
    }

    /**
     * Count the days of a stay as its dates on the facility's calendar count them. Null when a time is missing, or when
     * the stay would end before it began: a contradiction is not a length.
     */
    public static @Nullable Integer lengthOfStay(
            @Nullable Instant admitted, @Nullable Instant discharged, ZoneId facilityZone) {
        if (admitted == null || discharged == null || discharged.isBefore(admitted)) {
            return null;
        }
        return (int) ChronoUnit.DAYS.between(
                admitted.atZone(facilityZone).toLocalDate(),
                discharged.atZone(facilityZone).toLocalDate());
    }

    /**
     * These facts with every one that is told by name, as messages and forms tell them: numbers, true or false, YES or
     * NO, and {@code comorbidities} as a list of {@link CharlsonCondition} names. Such a list is whole, so that an
     * empty one means none, unless {@code comorbiditiesKnown} is told as NO. What is not told stays as it is.
     */
    public RiskFacts overlaidBy(Map<String, ?> told) {
        return with(it -> {
            it.lengthOfStayDays = count(told, "lengthOfStayDays", lengthOfStayDays);
            it.acuteAdmission = flag(told, "acuteAdmission", acuteAdmission);
            it.comorbidities = told(told, comorbidities);
            it.emergencyVisits6Months = count(told, "emergencyVisits6Months", emergencyVisits6Months);
            it.hemoglobin = amount(told, "hemoglobin", hemoglobin);
            it.oncologyService = flag(told, "oncologyService", oncologyService);
            it.sodium = amount(told, "sodium", sodium);
            it.procedure = flag(told, "procedure", procedure);
            it.urgentAdmission = flag(told, "urgentAdmission", urgentAdmission);
            it.admissions12Months = count(told, "admissions12Months", admissions12Months);
        });
    }

    public RiskFacts withLengthOfStayDays(@Nullable Integer to) {
        return with(it -> it.lengthOfStayDays = to);
    }

    public RiskFacts withAcuteAdmission(@Nullable Boolean to) {
        return with(it -> it.acuteAdmission = to);
    }

    public RiskFacts withComorbidities(Comorbidities to) {
        return with(it -> it.comorbidities = to);
    }

    public RiskFacts withEmergencyVisits6Months(@Nullable Integer to) {
        return with(it -> it.emergencyVisits6Months = to);
    }

    public RiskFacts withHemoglobin(@Nullable Double to) {
        return with(it -> it.hemoglobin = to);
    }

    public RiskFacts withOncologyService(@Nullable Boolean to) {
        return with(it -> it.oncologyService = to);
    }

    public RiskFacts withSodium(@Nullable Double to) {
        return with(it -> it.sodium = to);
    }

    public RiskFacts withProcedure(@Nullable Boolean to) {
        return with(it -> it.procedure = to);
    }

    public RiskFacts withUrgentAdmission(@Nullable Boolean to) {
        return with(it -> it.urgentAdmission = to);
    }

    public RiskFacts withAdmissions12Months(@Nullable Integer to) {
        return with(it -> it.admissions12Months = to);
    }

    private RiskFacts with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.facts();
    }

    private static Comorbidities told(Map<String, ?> told, Comorbidities before) {
        Object known = told.get("comorbiditiesKnown");
        if (told.get("comorbidities") instanceof Collection<?> names) {
            Set<CharlsonCondition> present = EnumSet.noneOf(CharlsonCondition.class);
            names.forEach(name -> present.add(CharlsonCondition.valueOf(name.toString())));
            return "NO".equals(known) ? before.plus(Comorbidities.atLeast(present)) : Comorbidities.all(present);
        }
        return "YES".equals(known) ? Comorbidities.all(before.present()) : before;
    }

    private static @Nullable Integer count(Map<String, ?> told, String name, @Nullable Integer before) {
        return told.get(name) instanceof Number number ? Integer.valueOf(number.intValue()) : before;
    }

    private static @Nullable Double amount(Map<String, ?> told, String name, @Nullable Double before) {
        return told.get(name) instanceof Number number ? Double.valueOf(number.doubleValue()) : before;
    }

    private static @Nullable Boolean flag(Map<String, ?> told, String name, @Nullable Boolean before) {
        Object value = told.get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        return "YES".equals(value) ? Boolean.TRUE : "NO".equals(value) ? Boolean.FALSE : before;
    }

    private static void notNegative(String what, @Nullable Number value) {
        if (value != null && !(value.doubleValue() >= 0)) {
            throw new IllegalArgumentException("There is no negative " + what);
        }
    }

    /** A copy in the making, so that a change of one fact need not repeat the other nine. */
    private static final class Draft {
        @Nullable
        Integer lengthOfStayDays;

        @Nullable
        Boolean acuteAdmission;

        Comorbidities comorbidities;

        @Nullable
        Integer emergencyVisits6Months;

        @Nullable
        Double hemoglobin;

        @Nullable
        Boolean oncologyService;

        @Nullable
        Double sodium;

        @Nullable
        Boolean procedure;

        @Nullable
        Boolean urgentAdmission;

        @Nullable
        Integer admissions12Months;

        Draft(RiskFacts from) {
            lengthOfStayDays = from.lengthOfStayDays;
            acuteAdmission = from.acuteAdmission;
            comorbidities = from.comorbidities;
            emergencyVisits6Months = from.emergencyVisits6Months;
            hemoglobin = from.hemoglobin;
            oncologyService = from.oncologyService;
            sodium = from.sodium;
            procedure = from.procedure;
            urgentAdmission = from.urgentAdmission;
            admissions12Months = from.admissions12Months;
        }

        RiskFacts facts() {
            return new RiskFacts(
                    lengthOfStayDays,
                    acuteAdmission,
                    comorbidities,
                    emergencyVisits6Months,
                    hemoglobin,
                    oncologyService,
                    sodium,
                    procedure,
                    urgentAdmission,
                    admissions12Months);
        }
    }
}
