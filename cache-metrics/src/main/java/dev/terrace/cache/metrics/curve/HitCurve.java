package dev.terrace.cache.metrics.curve;

/**
 * The share of reads that a cache of least-recently-used order would answer, by its size in entries. Immutable.
 *
 * <p>Bucket {@code i} of the weights holds the reads whose key was last read so many distinct keys ago that a cache of
 * {@link ReuseDistances#upperBound upperBound(i)} entries answers them.
 */
public final class HitCurve {

    /** Nothing was read. */
    public static final HitCurve NONE = new HitCurve(new double[] {0}, 0, 0);

    private final double[] hitsUpTo;
    private final double reads;
    private final double keys;

    /**
     * Adds up.
     *
     * @param weights reads by bucket
     * @param reads all reads, those of new keys included
     * @param keys how many distinct keys there are, about
     */
    HitCurve(double[] weights, double reads, double keys) {
        this.hitsUpTo = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            hitsUpTo[i] = sum;
        }
        this.reads = reads;
        this.keys = keys;
    }

    /** Returns the estimated share of reads that a cache of so many entries answers, 0 to 1; 0 if nothing was read. */
    public double hitRatio(double entries) {
        if (reads <= 0 || entries < 1) {
            return 0;
        }
        int bucket = Math.min(ReuseDistances.bucket(entries), hitsUpTo.length - 1);
        double from = bucket == 0 ? 0 : hitsUpTo[bucket - 1];
        double low = bucket == 0 ? 0 : ReuseDistances.upperBound(bucket - 1);
        double high = ReuseDistances.upperBound(bucket);
        double part = Math.min(1, Math.max(0, (entries - low) / (high - low)));
        double hits = from + (hitsUpTo[bucket] - from) * part;
        return Math.min(1, Math.max(0, hits / reads));
    }

    /** Returns how many reads the estimate rests on, older ones counting less. */
    public double reads() {
        return reads;
    }

    /** Returns about how many distinct keys were read. */
    public double keys() {
        return keys;
    }
}
