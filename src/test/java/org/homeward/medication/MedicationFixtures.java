package org.homeward.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words in which tests speak of medicines. */
final class MedicationFixtures {

    static final Vocabulary VOCABULARY = Vocabulary.packaged();
    static final NormaliseMedication NORMALISE = new NormaliseMedication(VOCABULARY);
    static final CompareMedications COMPARE = new CompareMedications(VOCABULARY);
    static final PatientFacts PATIENT = new PatientFacts(List.of(), 54, false);

    private static int counter;

    private MedicationFixtures() {}

    /** "text | dose | route | frequency | status": what is left out is not stated. */
    static MedicationEntry med(String line) {
        String[] parts = line.split("\\|", -1);
        MedicationEntry entry = MedicationEntry.of("e" + ++counter, parts[0].strip())
                .withUse(part(parts, 1), part(parts, 2), part(parts, 3));
        String status = part(parts, 4);
        return status == null ? entry : entry.withStatus(MedicationStatus.valueOf(status), false);
    }

    static List<MedicationEntry> list(String... lines) {
        List<MedicationEntry> list = new ArrayList<>();
        for (String line : lines) {
            list.add(med(line));
        }
        return list;
    }

    private static @Nullable String part(String[] parts, int index) {
        return index >= parts.length || parts[index].isBlank() ? null : parts[index].strip();
    }

    static NormalisedMedication normal(String line) {
        return NORMALISE.normalise(med(line), ListKind.DISCHARGE);
    }

    static Comparison atDischarge(List<MedicationEntry> before, List<MedicationEntry> discharge) {
        return COMPARE.compare(new MedicationLists(before, discharge, null), PATIENT);
    }

    static String describe(@Nullable Strength strength) {
        return strength == null
                ? "-"
                : strength.parts().stream()
                        .map(part -> {
                            Amount per = part.per();
                            return amount(part.amount()) + (per == null ? "" : "/" + amount(per));
                        })
                        .collect(Collectors.joining(" + "));
    }

    static String describe(@Nullable Dose dose) {
        return dose == null
                ? "-"
                : dose.amounts().stream().map(MedicationFixtures::amount).collect(Collectors.joining(" + "))
                        + (dose.perBodyWeight() ? "/kg" : "");
    }

    static String describe(@Nullable Frequency frequency) {
        if (frequency == null) {
            return "-";
        }
        List<String> words = new ArrayList<>();
        Frequency.Rate rate = frequency.rate();
        if (rate != null) {
            words.add(
                    rate.lowPerDay().compareTo(rate.highPerDay()) == 0
                            ? number(rate.lowPerDay()) + "/d"
                            : number(rate.lowPerDay()) + "-" + number(rate.highPerDay()) + "/d");
        }
        if (frequency.asNeeded()) {
            words.add("prn");
        }
        if (frequency.once()) {
            words.add("once");
        }
        words.addAll(new TreeSet<>(frequency.timing()));
        if (frequency.days() != null) {
            words.add("for " + frequency.days() + " d");
        }
        return String.join(" ", words);
    }

    private static String amount(Amount amount) {
        String low = number(amount.low());
        String high = number(amount.high());
        return (low.equals(high) ? low : low + "-" + high) + " " + amount.ucum();
    }

    private static String number(java.math.BigDecimal number) {
        return number.round(new java.math.MathContext(4)).stripTrailingZeros().toPlainString();
    }

    static String reasons(NormalisedMedication medication) {
        return medication.unread().stream()
                .map(unread -> unread.reason().name())
                .collect(Collectors.joining(" "));
    }
}
