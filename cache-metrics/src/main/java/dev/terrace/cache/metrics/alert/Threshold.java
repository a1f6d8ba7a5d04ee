package dev.terrace.cache.metrics.alert;

/**
 * From where on a value is bad, and where it is well again. What lies between changes nothing, so a value that wavers
 * around one of the two does not make an alert flap.
 *
 * @param isUpper true if values above are bad, false if values below are
 * @param bad beyond this, exclusively, a value is bad
 * @param well at this or on the other side a value is well
 */
public record Threshold(boolean isUpper, double bad, double well) {

    /** Checks the values. */
    public Threshold {
        if (!Double.isFinite(bad) || !Double.isFinite(well)) {
            throw new IllegalArgumentException(
                    "threshold must be a finite number but was " + bad + " and " + well + "; pass two numbers");
        }
        if (isUpper ? well > bad : well < bad) {
            throw new IllegalArgumentException("well must lie on the good side of " + bad + " but was " + well
                    + "; pass the same value for no hysteresis");
        }
    }

    /** Returns a threshold for values that should stay low. */
    public static Threshold above(double bad, double well) {
        return new Threshold(true, bad, well);
    }

    /** Returns a threshold for values that should stay high. */
    public static Threshold below(double bad, double well) {
        return new Threshold(false, bad, well);
    }

    boolean isBad(double value) {
        return isUpper ? value > bad : value < bad;
    }

    boolean isWell(double value) {
        return isUpper ? value <= well : value >= well;
    }
}
