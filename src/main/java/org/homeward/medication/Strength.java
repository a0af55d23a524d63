package org.homeward.medication;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold how much of each ingredient a product contains, in the order of the medicine's ingredients.
 *
 * @param parts one for each ingredient; a single one where the list does not tell them apart
 */
public record Strength(List<Part> parts) {

    /**
     * Says how much in how much.
     *
     * @param per the volume, puff or hour that it is contained in; null means one unit of the product
     */
    public record Part(Amount amount, @Nullable Amount per) {

        boolean sameAs(Part other) {
            Amount ofOther = other.per;
            if (per == null || ofOther == null) {
                return per == null && ofOther == null && amount.sameAs(other.amount);
            }
            return amount.dimension() == other.amount.dimension()
                    && per.dimension() == ofOther.dimension()
                    && cross(amount.baseLow(), ofOther).compareTo(cross(other.amount.baseLow(), per)) == 0
                    && cross(amount.baseHigh(), ofOther).compareTo(cross(other.amount.baseHigh(), per)) == 0;
        }

        // 5 mg/5 mL is 1 mg/mL: compared crosswise, without dividing
        private static BigDecimal cross(BigDecimal amount, Amount per) {
            return amount.multiply(per.baseLow());
        }

        BigDecimal perBase(BigDecimal baseAmount) {
            return per == null ? baseAmount : baseAmount.divide(per.baseLow(), MathContext.DECIMAL64);
        }
    }

    public Strength {
        parts = List.copyOf(parts);
    }

    boolean sameAs(Strength other) {
        if (parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).sameAs(other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
