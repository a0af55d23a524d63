package org.homeward.medication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homeward.medication.Difference.Attribute;
import org.jspecify.annotations.Nullable;

/** Compare what two lists say of one medicine, attribute by attribute. What one list leaves out contradicts nothing. */
final class CompareEntries {

    private CompareEntries() {}

    static Difference of(List<NormalisedMedication> earlier, List<NormalisedMedication> later) {
        if (earlier.size() == 1
                && later.size() == 1
                && earlier.get(0).key().equals(later.get(0).key())) {
            return Difference.of(attributes(earlier.get(0), later.get(0)));
        }
        return parts(earlier, later);
    }

    static Set<Attribute> attributes(NormalisedMedication earlier, NormalisedMedication later) {
        Set<Attribute> differing = EnumSet.noneOf(Attribute.class);
        if (strength(earlier, later)) {
            differing.add(Attribute.STRENGTH);
        }
        if (form(earlier, later)) {
            differing.add(Attribute.FORM);
        }
        if (differ(earlier.route(), later.route())) {
            differing.add(Attribute.ROUTE);
        }
        if (dose(earlier, later)) {
            differing.add(Attribute.DOSE);
        }
        if (frequency(earlier, later)) {
            differing.add(Attribute.FREQUENCY);
        }
        if (onHold(earlier) != onHold(later)) {
            differing.add(Attribute.STATUS);
        }
        return differing;
    }

    /** How much speaks for two entries of one ingredient being the same line of treatment. */
    static int likeness(NormalisedMedication one, NormalisedMedication other) {
        Set<Attribute> differing = attributes(one, other);
        int likeness = one.region().equals(other.region()) ? 32 : 0;
        likeness += differing.contains(Attribute.FORM) ? 0 : 16;
        likeness += differing.contains(Attribute.STRENGTH) ? 0 : 8;
        likeness += differing.contains(Attribute.DOSE) ? 0 : 4;
        likeness += differing.contains(Attribute.FREQUENCY) ? 0 : 2;
        likeness += differing.contains(Attribute.ROUTE) ? 0 : 1;
        return likeness;
    }

    private static boolean onHold(NormalisedMedication medication) {
        return medication.entry().status() == MedicationStatus.ON_HOLD;
    }

    private static boolean strength(NormalisedMedication earlier, NormalisedMedication later) {
        Strength one = earlier.strength().orNull();
        Strength other = later.strength().orNull();
        return one != null && other != null ? !one.sameAs(other) : asWords(earlier.strength(), later.strength());
    }

    private static boolean form(NormalisedMedication earlier, NormalisedMedication later) {
        boolean otherSalt = earlier.salt() != null
                && later.salt() != null
                && !earlier.salt().equals(later.salt());
        return differ(earlier.form(), later.form()) || !Objects.equals(earlier.release(), later.release()) || otherSalt;
    }

    private static boolean differ(Reading<String> earlier, Reading<String> later) {
        String one = earlier.orNull();
        String other = later.orNull();
        return one != null && other != null ? !one.equals(other) : asWords(earlier, later);
    }

    private static boolean dose(NormalisedMedication earlier, NormalisedMedication later) {
        int count = Math.max(1, earlier.ingredients().size());
        boolean compared = false;
        for (int i = 0; i < count; i++) {
            Boolean differs = differs(earlier, later, i);
            if (differs != null && differs) {
                return true;
            }
            compared |= differs != null;
        }
        if (compared) {
            return false;
        }
        Dose one = earlier.dose().orNull();
        Dose other = later.dose().orNull();
        if (one != null && other != null) {
            boolean sameKind = one.perBodyWeight() == other.perBodyWeight()
                    && one.amounts().get(0).dimension()
                            == other.amounts().get(0).dimension();
            // 2 tablets of unknown strength against 40 mg: nothing can be said, and that is said elsewhere
            return sameKind ? !one.sameAs(other) : one.perBodyWeight() != other.perBodyWeight();
        }
        return asWords(earlier.dose(), later.dose());
    }

    // null when this ingredient's amounts cannot be compared
    private static @Nullable Boolean differs(NormalisedMedication earlier, NormalisedMedication later, int index) {
        NormalisedMedication.Quantity aDay = earlier.aDay(index);
        NormalisedMedication.Quantity aDayLater = later.aDay(index);
        if (aDay != null && aDayLater != null && aDay.comparableWith(aDayLater)) {
            return !aDay.sameAs(aDayLater);
        }
        NormalisedMedication.Quantity atATime = earlier.atATime(index);
        NormalisedMedication.Quantity atATimeLater = later.atATime(index);
        if (atATime != null && atATimeLater != null && atATime.comparableWith(atATimeLater)) {
            return !atATime.sameAs(atATimeLater);
        }
        return null;
    }

    private static boolean frequency(NormalisedMedication earlier, NormalisedMedication later) {
        Frequency one = earlier.frequency().orNull();
        Frequency other = later.frequency().orNull();
        return one != null && other != null ? !one.sameAs(other) : asWords(earlier.frequency(), later.frequency());
    }

    // what cannot be read is equal only to the same words
    private static boolean asWords(Reading<?> earlier, Reading<?> later) {
        if (!earlier.stated() || !later.stated()) {
            return false;
        }
        return !(earlier instanceof Reading.NotRead<?> one
                && later instanceof Reading.NotRead<?> other
                && Token.key(one.words()).equals(Token.key(other.words())));
    }

    // a combination against its parts, or two entries against one
    private static Difference parts(List<NormalisedMedication> earlier, List<NormalisedMedication> later) {
        Set<Attribute> differing = EnumSet.of(Attribute.FORM);
        Set<Ingredient> before = ingredients(earlier);
        Set<Ingredient> after = ingredients(later);
        if (!before.equals(after)) {
            differing.add(Attribute.INGREDIENT);
        }
        for (Ingredient ingredient : before) {
            if (after.contains(ingredient) && !sameAmount(earlier, later, ingredient)) {
                differing.add(Attribute.DOSE);
            }
        }
        if (values(earlier, NormalisedMedication::route).size() == 1
                && values(later, NormalisedMedication::route).size() == 1
                && !values(earlier, NormalisedMedication::route).equals(values(later, NormalisedMedication::route))) {
            differing.add(Attribute.ROUTE);
        }
        if (!sameOften(earlier, later)) {
            differing.add(Attribute.FREQUENCY);
        }
        if (earlier.stream().anyMatch(CompareEntries::onHold) != later.stream().anyMatch(CompareEntries::onHold)) {
            differing.add(Attribute.STATUS);
        }
        List<String> lost = new ArrayList<>();
        before.stream()
                .filter(ingredient -> !after.contains(ingredient))
                .forEach(ingredient -> lost.add(ingredient.name()));
        return new Difference(lost.isEmpty() ? Category.CHANGED : Category.OMISSION, differing, lost);
    }

    private static Set<Ingredient> ingredients(List<NormalisedMedication> medications) {
        return medications.stream()
                .flatMap(medication -> medication.ingredients().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean sameAmount(
            List<NormalisedMedication> earlier, List<NormalisedMedication> later, Ingredient ingredient) {
        NormalisedMedication.Quantity one = total(earlier, ingredient);
        NormalisedMedication.Quantity other = total(later, ingredient);
        return one != null && other != null && one.comparableWith(other) && one.sameAs(other);
    }

    private static NormalisedMedication.@Nullable Quantity total(
            List<NormalisedMedication> medications, Ingredient ingredient) {
        NormalisedMedication.Quantity total = null;
        for (NormalisedMedication medication : medications) {
            int index = medication.ingredients().indexOf(ingredient);
            if (index < 0) {
                continue;
            }
            NormalisedMedication.Quantity more = medication.aDay(index);
            if (more == null || total != null && !total.comparableWith(more)) {
                return null;
            }
            total = total == null ? more : total.plus(more);
        }
        return total;
    }

    private static boolean sameOften(List<NormalisedMedication> earlier, List<NormalisedMedication> later) {
        for (NormalisedMedication one : earlier) {
            for (NormalisedMedication other : later) {
                if (frequency(one, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Set<String> values(
            Collection<NormalisedMedication> medications, Function<NormalisedMedication, Reading<String>> attribute) {
        return medications.stream()
                .map(attribute)
                .map(Reading::orNull)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
