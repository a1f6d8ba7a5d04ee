package dev.terrace.cache.disk;

/**
 * Remembers which keys were evicted lately, in one byte a key.
 *
 * <p>A bucket is a {@code long} of eight fingerprints, the newest in the lowest byte: adding shifts the bucket, so the
 * oldest falls out, and a look-up compares all eight at once. One look-up in 32 finds a key that was never there,
 * which lets an entry skip the small queue. Guarded by the segment's update lock.
 */
final class Ghosts {

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final long[] buckets;
    private final int bucketsPerSegment;

    Ghosts(int segments, int keysPerSegment) {
        bucketsPerSegment = Math.max(1, keysPerSegment / Long.BYTES);
        buckets = new long[Math.multiplyExact(segments, bucketsPerSegment)];
    }

    void add(int segment, long fingerprint) {
        int bucket = bucket(segment, fingerprint);
        buckets[bucket] = (buckets[bucket] << Byte.SIZE) | print(fingerprint);
    }

    /** Returns whether the key is remembered, and forgets it. */
    boolean take(int segment, long fingerprint) {
        int bucket = bucket(segment, fingerprint);
        long prints = buckets[bucket];
        long difference = prints ^ (print(fingerprint) * EVERY_BYTE);
        long zeros = (difference - EVERY_BYTE) & ~difference & HIGH_BITS;
        if (zeros == 0) {
            return false;
        }
        long younger = ((zeros & -zeros) - 1) >>> 7; // ones below the lowest byte that is equal
        buckets[bucket] = (prints & younger) | ((prints >>> Byte.SIZE) & ~younger);
        return true;
    }

    /** Returns the bytes of heap the table takes. */
    long heapBytes() {
        return 8L * buckets.length;
    }

    private int bucket(int segment, long fingerprint) {
        return segment * bucketsPerSegment + (int) Long.remainderUnsigned(fingerprint >>> 8, bucketsPerSegment);
    }

    /** Never 0, which means an empty place. */
    private static long print(long fingerprint) {
        return Math.max(1, fingerprint & 0xFF);
    }
}
