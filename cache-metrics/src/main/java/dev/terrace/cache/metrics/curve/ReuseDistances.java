package dev.terrace.cache.metrics.curve;

import java.util.Arrays;

/**
 * Reuse distances of a sample of keys: how many distinct keys were read since a key was read last. A cache of
 * least-recently-used order with room for more entries than that answers the read, so the distances give the hit ratio of
 * every size at once.
 *
 * <p>After Waldspurger and others, "Efficient MRC Construction with SHARDS" (FAST 2015), in its fixed-size form: the
 * sample holds the keys whose hash is below a threshold; when it would hold more than it may, the threshold is lowered
 * and keys above it are forgotten. A distance in the sample, divided by the sampling rate, estimates the true one; each
 * sampled read stands for 1/rate reads; and the reads that the sample has too few or too many (a hot key that is in or
 * out) are added to the smallest distance, as the paper's correction does.
 *
 * <p>The order of last reads is kept as a row of slots, one per key, oldest first, with a Fenwick tree that counts the
 * slots in use behind a place: O(log n) a read. Not for use by several threads.
 */
public final class ReuseDistances {

    /** Hashes are compared with thresholds of this many bits. */
    static final int HASH_BITS = 24;

    /** Every key is in the sample. */
    public static final int ALL = 1 << HASH_BITS;

    private static final int BUCKETS_PER_DOUBLING = 16;
    private static final int BUCKETS = 40 * BUCKETS_PER_DOUBLING;

    private final int maximumKeys;
    private final double[] weights = new double[BUCKETS];
    private final LastReads lastReads = new LastReads();
    private int threshold = ALL;
    private double sampled;
    private double expected;

    /**
     * Begins with every key in the sample.
     *
     * @param maximumKeys how many keys are remembered, at least 16
     */
    public ReuseDistances(int maximumKeys) {
        if (maximumKeys < 16) {
            throw new IllegalArgumentException("maximumKeys must be at least 16 but was " + maximumKeys
                    + "; pass 1000 or more for a useful estimate");
        }
        this.maximumKeys = maximumKeys;
    }

    /** Returns where a hash code lies among the thresholds; mixes as MurmurHash3 finishes. */
    public static int place(int hashCode) {
        int mixed = (hashCode ^ (hashCode >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return (mixed ^ (mixed >>> 16)) >>> (32 - HASH_BITS);
    }

    /** Returns the threshold: only keys whose {@link #place} is below it are in the sample. */
    public int threshold() {
        return threshold;
    }

    /** Returns the share of keys in the sample. */
    double rate() {
        return (double) threshold / ALL;
    }

    /** Returns how many keys are remembered. */
    public int sampledKeys() {
        return lastReads.size();
    }

    /**
     * Takes notice of a read; of a key outside the sample, of none.
     *
     * @param hashCode of the key
     */
    public void read(int hashCode) {
        if (place(hashCode) >= threshold) {
            return;
        }
        double weight = 1 / rate();
        sampled += weight;
        int distance = lastReads.read(hashCode);
        if (distance >= 0) {
            weights[Math.min(bucket((distance + 1) * weight), BUCKETS - 1)] += weight;
        }
        if (lastReads.size() > maximumKeys) {
            lowerTo(threshold - Math.max(1, threshold / 8));
        }
    }

    /** Says that the region was read so often while the sample was fed; see the correction at the class head. */
    public void expect(double reads) {
        expected += reads;
    }

    /** Lowers the threshold to half: the sample costs half as much from now on. */
    public void halve() {
        lowerTo(Math.max(1, threshold / 2));
    }

    private void lowerTo(int lower) {
        threshold = Math.max(1, lower);
        lastReads.removeIf(hash -> place(hash) >= threshold);
    }

    /** Lets what was seen so far count only in part from now on. */
    public void age(double factor) {
        for (int i = 0; i < BUCKETS; i++) {
            weights[i] *= factor;
        }
        sampled *= factor;
        expected *= factor;
    }

    /** Returns the curve of what was seen. */
    public HitCurve curve() {
        if (sampled <= 0) {
            return HitCurve.NONE;
        }
        double reads = expected > 0 ? expected : sampled;
        double[] corrected = Arrays.copyOf(weights, BUCKETS);
        corrected[0] += reads - sampled;
        return new HitCurve(corrected, reads, lastReads.size() / rate());
    }

    /** Returns the bucket of a size in entries, 1 or more. */
    static int bucket(double entries) {
        return entries <= 1 ? 0 : (int) Math.ceil(Math.log(entries) / Math.log(2) * BUCKETS_PER_DOUBLING - 1e-9);
    }

    /** Returns the largest size of a bucket. */
    static double upperBound(int bucket) {
        return Math.pow(2, (double) bucket / BUCKETS_PER_DOUBLING);
    }
}
