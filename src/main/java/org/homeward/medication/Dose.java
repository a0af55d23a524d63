package org.homeward.medication;

import java.util.List;

/**
 * Hold how much is taken at a time.
 *
 * @param amounts one, or one for each ingredient of a combination
 * @param perBodyWeight true for amounts per kilogram
 */
public record Dose(List<Amount> amounts, boolean perBodyWeight) {

    public Dose {
        amounts = List.copyOf(amounts);
    }

    boolean sameAs(Dose other) {
        if (perBodyWeight != other.perBodyWeight || amounts.size() != other.amounts.size()) {
            return false;
        }
        for (int i = 0; i < amounts.size(); i++) {
            if (!amounts.get(i).sameAs(other.amounts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
