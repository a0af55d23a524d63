package org.homeward.medication;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hold what one text of an entry says, before the texts are weighed against each other. */
final class Scan {

    /** A number of a group, with the sign that stands before it. */
    record Part(BigDecimal value, Amount.Unit unit, char before) {}

    /**
     * Numbers that belong together: 5 mg; 5-325 mg; 1-2 tablets; 400 mg/5 mL.
     *
     * @param perBodyWeight written "per kilogram"
     * @param negative a minus sign stands before the first number, and nothing before that
     */
    record Group(List<Part> parts, @Nullable Amount per, boolean perBodyWeight, boolean negative) {

        boolean counted() {
            return parts.get(0).unit().dimension().counted();
        }

        Amount.Dimension dimension() {
            return parts.get(0).unit().dimension();
        }
    }

    record NamedAt(Vocabulary.Named named, boolean joinedToBefore) {}

    final List<NamedAt> names = new ArrayList<>();
    final Set<String> salts = new LinkedHashSet<>();
    final Set<String> forms = new LinkedHashSet<>();
    final Set<String> releases = new LinkedHashSet<>();
    final Set<String> formRoutes = new LinkedHashSet<>();
    final Set<String> routes = new LinkedHashSet<>();
    final List<Group> groups = new ArrayList<>();
    final List<Frequency.Rate> rates = new ArrayList<>();
    final Set<String> timing = new LinkedHashSet<>();
    final List<String> leftovers = new ArrayList<>();
    boolean leftoverJoinedToName;
    boolean asNeeded;
    boolean once;
    boolean caution;

    @Nullable
    Integer days;

    boolean saysHowOften() {
        return !rates.isEmpty() || asNeeded || once || !timing.isEmpty();
    }
}
