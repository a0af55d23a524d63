package org.homeward.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hold one medicine across the lists. Usually a list has one entry here; a combination may stand beside its parts, and a
 * stop beside what replaces it.
 *
 * @param key names the line within its comparison, the same for the same medicines in any order
 * @param atDischarge from before admission to discharge; null when one of both lists is not known, or says nothing here
 * @param atHome from what should be taken to what is taken; null in the same way
 * @param highAlert whether any entry is a high-alert medicine
 */
public record ComparisonLine(
        String key,
        List<NormalisedMedication> beforeAdmission,
        List<NormalisedMedication> discharge,
        List<NormalisedMedication> taken,
        @Nullable Difference atDischarge,
        @Nullable Difference atHome,
        boolean highAlert,
        List<Finding> findings) {

    public ComparisonLine {
        beforeAdmission = List.copyOf(beforeAdmission);
        discharge = List.copyOf(discharge);
        taken = List.copyOf(taken);
        findings = List.copyOf(findings);
    }

    /** Whether words stand in an entry that may turn its meaning: then no mark says what it is. */
    public boolean isUnclear() {
        return entries().stream().anyMatch(NormalisedMedication::isUnclear);
    }

    /** The medicine's ingredients, or the words where it is not known which it is. */
    public String name() {
        return ItemWords.name(this);
    }

    /** Every entry of the line. */
    public List<NormalisedMedication> entries() {
        return Stream.of(beforeAdmission, discharge, taken)
                .flatMap(List::stream)
                .toList();
    }

    /** Everything that the line is, for marking it: changes first. */
    public List<Category> categories() {
        List<Category> categories = new ArrayList<>();
        if (atDischarge != null) {
            categories.add(atDischarge.change());
        }
        if (atHome != null) {
            categories.add(atHome.change());
        }
        findings.forEach(finding -> categories.add(finding.category()));
        return categories.stream().distinct().toList();
    }
}
