package org.homeward.medication;

import java.math.BigDecimal;

/**
 * Hold a quantity or a range of it.
 *
 * @param low the least; equal to {@code high} unless a range was written
 * @param ucum the unit as UCUM code; things that are counted carry an annotation such as {@code {tablet}}
 */
public record Amount(BigDecimal low, BigDecimal high, String ucum, Dimension dimension, BigDecimal factor) {

    /** Says what is measured. Two amounts are compared within one dimension only. */
    public enum Dimension {
        MASS,
        VOLUME,
        ACTIVITY,
        EQUIVALENT,
        AMOUNT,
        PERCENT,
        BODY_WEIGHT,
        TIME,
        SOLID,
        PUFF,
        SPRAY,
        DROP,
        PATCH,
        SUPPOSITORY,
        APPLICATION,
        PACKET,
        VIAL,
        DOSE,
        SPOON;

        /** Things that are counted rather than measured. */
        boolean counted() {
            return compareTo(SOLID) >= 0;
        }
    }

    record Unit(String ucum, Dimension dimension, BigDecimal factor) {}

    static Amount of(BigDecimal low, BigDecimal high, Unit unit) {
        return new Amount(low, high, unit.ucum(), unit.dimension(), unit.factor());
    }

    BigDecimal baseLow() {
        return low.multiply(factor);
    }

    BigDecimal baseHigh() {
        return high.multiply(factor);
    }

    boolean positive() {
        return low.signum() > 0 && high.compareTo(low) >= 0;
    }

    boolean sameAs(Amount other) {
        return dimension == other.dimension
                && baseLow().compareTo(other.baseLow()) == 0
                && baseHigh().compareTo(other.baseHigh()) == 0;
    }
}
