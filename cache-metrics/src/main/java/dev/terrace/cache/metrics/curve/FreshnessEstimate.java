package dev.terrace.cache.metrics.curve;

import java.util.List;

/**
 * What reloads taught about a region's time to live.
 *
 * @param reloads how many values were compared with the one before
 * @param changedShare the share of them that differed, 0 to 1
 * @param meanAgeSeconds how old the values before were, on average
 * @param meanLifeSeconds their time to live, of those that had expired; 0 if none had
 * @param expiredShare the share of all loads that replaced an expired value, 0 to 1
 * @param sparedShares the share of all loads that times to live {@link #FACTORS} times as long would have spared
 */
public record FreshnessEstimate(
        long reloads,
        double changedShare,
        double meanAgeSeconds,
        double meanLifeSeconds,
        double expiredShare,
        List<Double> sparedShares) {

    /** Nothing was learned. */
    public static final FreshnessEstimate NONE = new FreshnessEstimate(0, 0, 0, 0, 0, List.of(0.0, 0.0, 0.0, 0.0));

    static final double[] FACTORS = {2, 4, 8, 16};

    /** Certainty has no finite rate: so close to 1 a share is taken at most. */
    private static final double NEARLY_ALL = 0.995;

    /** Returns the factors by which longer times to live were tried. */
    public static List<Double> factors() {
        return List.of(2.0, 4.0, 8.0, 16.0);
    }

    /**
     * Returns how often a value changes at its source, in changes per second, if changes come at any time with equal
     * chance: a share p of values that differ after an age of a means a rate of -ln(1-p)/a.
     */
    public double changesPerSecond() {
        return meanAgeSeconds == 0 ? 0 : -Math.log(1 - Math.min(changedShare, NEARLY_ALL)) / meanAgeSeconds;
    }

    /**
     * Returns the share of hits that are outdated with a time to live: for a rate r and a life t it is 1-(1-e^-rt)/rt.
     *
     * @param lifeSeconds the time to live
     */
    public double outdatedShare(double lifeSeconds) {
        double expected = changesPerSecond() * lifeSeconds;
        return expected < 1e-9 ? 0 : 1 + Math.expm1(-expected) / expected;
    }

    /** Returns the time to live, in seconds, with which so large a share of hits is outdated; found by halving. */
    public double lifeFor(double outdated) {
        double low = 0;
        double high = meanAgeSeconds * 1_000;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (outdatedShare(middle) > outdated) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }
}
