package org.homeward.medication;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hold an entry with what was made of it. The entry stays as it was received.
 *
 * @param ingredients in the order of their names; empty when the medicine is not known
 * @param strength its parts follow the ingredients
 * @param form the form in one word, see the vocabulary's table of forms
 * @param release extended or delayed; null for the ordinary one
 * @param salt as named; a salt that is not named contradicts none
 * @param region where the route brings it; "systemic" when nothing is known
 * @param unread everything a person must look at
 */
public record NormalisedMedication(
        MedicationEntry entry,
        ListKind list,
        List<Ingredient> ingredients,
        Reading<Strength> strength,
        Reading<String> form,
        @Nullable String release,
        @Nullable String salt,
        Reading<String> route,
        String region,
        Reading<Dose> dose,
        Reading<Frequency> frequency,
        List<Unread> unread) {

    /** How much of an ingredient, at a time or a day; two are compared only within one dimension. */
    record Quantity(BigDecimal low, BigDecimal high, String dimension) {

        boolean comparableWith(Quantity other) {
            return dimension.equals(other.dimension);
        }

        boolean sameAs(Quantity other) {
            return round(low).compareTo(round(other.low)) == 0 && round(high).compareTo(round(other.high)) == 0;
        }

        Quantity times(Frequency.Rate rate) {
            return new Quantity(low.multiply(rate.lowPerDay()), high.multiply(rate.highPerDay()), dimension);
        }

        Quantity plus(Quantity other) {
            return new Quantity(low.add(other.low), high.add(other.high), dimension);
        }

        // a third of a day has no last digit
        private static BigDecimal round(BigDecimal value) {
            return value.round(new MathContext(9, RoundingMode.HALF_UP));
        }
    }

    /** So that the same medicines in any order make the same comparison: by what is said, the caller's id last. */
    static final Comparator<NormalisedMedication> ORDER = Comparator.comparing(NormalisedMedication::key)
            .thenComparing(medication -> medication.entry().status())
            .thenComparing(medication -> medication.entry().text())
            .thenComparing(medication -> String.valueOf(medication.entry().strength()))
            .thenComparing(medication -> String.valueOf(medication.entry().form()))
            .thenComparing(medication -> String.valueOf(medication.entry().route()))
            .thenComparing(medication -> String.valueOf(medication.entry().dose()))
            .thenComparing(medication -> String.valueOf(medication.entry().frequency()))
            .thenComparing(medication -> String.valueOf(medication.entry().codeSystem()))
            .thenComparing(medication -> String.valueOf(medication.entry().code()))
            .thenComparing(medication -> medication.entry().ingredients().toString())
            .thenComparing(medication -> medication.entry().highAlert())
            .thenComparing(medication -> medication.entry().id());

    public NormalisedMedication {
        ingredients = List.copyOf(ingredients);
        unread = List.copyOf(unread);
    }

    /** The same reading of the entry as it was received. */
    NormalisedMedication of(MedicationEntry received) {
        return new NormalisedMedication(
                received, list, ingredients, strength, form, release, salt, route, region, dose, frequency, unread);
    }

    NormalisedMedication with(Unread more) {
        return unread.stream().anyMatch(one -> one.reason() == more.reason())
                ? this
                : new NormalisedMedication(
                        entry,
                        list,
                        ingredients,
                        strength,
                        form,
                        release,
                        salt,
                        route,
                        region,
                        dose,
                        frequency,
                        Stream.concat(Stream.of(more), unread.stream()).toList());
    }

    /** What entries are aligned by: the ingredients, or the words where no ingredient is known. */
    public String key() {
        return coded() ? names() : wordKey();
    }

    /** Whether it is known what the medicine is. */
    public boolean coded() {
        return !ingredients.isEmpty();
    }

    /** Whether it is not even known which medicine is meant, or whether these words turn the meaning. */
    public boolean isUnclear() {
        return unread.stream().anyMatch(one -> one.reason().aboutTheName());
    }

    boolean stopped() {
        return entry.status().stopped();
    }

    private String names() {
        return ingredients.stream().map(Ingredient::name).collect(Collectors.joining(" + "));
    }

    private String wordKey() {
        String text = entry.text();
        String key = Token.key(text.length() > 300 ? text.substring(0, 300) : text);
        // the key stays short, and two long texts that begin alike stay two
        return key.length() <= 60 && text.length() <= 300
                ? "\"" + key + "\""
                : "\"" + key.substring(0, Math.min(60, key.length())) + "\" " + Integer.toHexString(text.hashCode());
    }

    /** How much of the nth ingredient is taken at a time; null when that cannot be computed. */
    @Nullable
    Quantity atATime(int index) {
        Dose taken = dose.orNull();
        Strength of = strength.orNull();
        Strength.Part part = of == null
                ? null
                : of.parts().size() == ingredients.size()
                        ? of.parts().get(index)
                        : of.parts().size() == 1 && !coded() ? of.parts().get(0) : null;
        if (taken == null) {
            // "lisinopril 20 mg daily" speaks of one unit of the product
            return dose.stated() || part == null || part.per() != null || percent(part.amount())
                    ? null
                    : quantity(part.amount(), "");
        }
        if (taken.amounts().size() > 1) {
            return taken.amounts().size() == ingredients.size()
                    ? quantity(taken.amounts().get(index), taken.perBodyWeight() ? "/kg" : "")
                    : null;
        }
        Amount amount = taken.amounts().get(0);
        if (taken.perBodyWeight()) {
            return quantity(amount, "/kg");
        }
        Amount per = part == null ? null : part.per();
        if (part != null && !percent(part.amount())) {
            if (amount.dimension().counted() && (per == null || per.dimension().counted())) {
                return times(amount, part, "");
            }
            if (amount.dimension() == Amount.Dimension.PATCH && per != null) {
                return times(amount, part, "/" + per.ucum());
            }
            if (per != null && amount.dimension() == per.dimension()) {
                return new Quantity(
                        part.perBase(amount.baseLow().multiply(part.amount().baseLow())),
                        part.perBase(amount.baseHigh().multiply(part.amount().baseHigh())),
                        part.amount().dimension().name());
            }
        }
        if (!amount.dimension().counted() && ingredients.size() > 1) {
            return null;
        }
        return quantity(amount, "");
    }

    /** How much of the nth ingredient is taken a day; null when that cannot be computed. */
    @Nullable
    Quantity aDay(int index) {
        Quantity once = atATime(index);
        Frequency often = frequency.orNull();
        Frequency.Rate rate = often == null ? null : often.rate();
        return once == null || rate == null ? null : once.times(rate);
    }

    private static boolean percent(Amount amount) {
        return amount.dimension() == Amount.Dimension.PERCENT;
    }

    private static Quantity quantity(Amount amount, String suffix) {
        return new Quantity(
                amount.baseLow(), amount.baseHigh(), amount.dimension().name() + suffix);
    }

    private static Quantity times(Amount count, Strength.Part part, String suffix) {
        return new Quantity(
                count.baseLow().multiply(part.amount().baseLow()),
                count.baseHigh().multiply(part.amount().baseHigh()),
                part.amount().dimension().name() + suffix);
    }

    /** The words that stand for an attribute that could not be read. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(entry.text());
        if (entry.readAs() != null) {
            words.add(entry.readAs());
        }
        for (String field :
                new String[] {entry.strength(), entry.form(), entry.route(), entry.dose(), entry.frequency()}) {
            words.add(field == null ? "" : field);
        }
        return words;
    }
}
