package dev.terrace.cache.disk;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Tells keys that were asked about before from new ones: two Bloom filters, of which the younger is written and both
 * are read; the older is dropped after half of the window, or when the younger has as many keys as the tier has room
 * for. So a key is remembered for at least half of the window (less when there are very many) and at most all of it.
 * Up to one in twenty new keys is taken for an old one. Two bytes of heap for each key the tier has room for. Any thread.
 */
final class SecondSight {

    private static final int BITS_PER_KEY = 8;
    private static final int MOST_BITS = 1 << 28;

    private final long halfNanos;
    private final LongSupplier nanos;
    private final int capacity;
    private volatile Filters filters;

    /**
     * Makes one that remembers nothing yet.
     *
     * @param windowNanos how long a key is remembered
     * @param keys for how many keys the tier has room
     * @param nanos a clock that never goes back
     */
    SecondSight(long windowNanos, long keys, LongSupplier nanos) {
        this.halfNanos = Math.max(1, windowNanos / 2);
        this.nanos = nanos;
        capacity = (int) Math.max(1_024, Math.min(MOST_BITS / BITS_PER_KEY, keys));
        filters = new Filters(new Filter(capacity), new Filter(capacity), nanos.getAsLong());
    }

    /** Remembers a key and returns whether it was remembered already. */
    boolean isSecond(long fingerprint) {
        Filters now = filters;
        if (nanos.getAsLong() - now.since >= halfNanos || now.young.keys.get() >= capacity) {
            now = turn(now);
        }
        return now.young.add(fingerprint) || now.old.contains(fingerprint);
    }

    private synchronized Filters turn(Filters seen) {
        if (filters.young == seen.young) {
            long time = nanos.getAsLong();
            boolean isLate = time - seen.since >= 2 * halfNanos;
            filters = new Filters(new Filter(capacity), isLate ? new Filter(capacity) : seen.young, time);
        }
        return filters;
    }

    /** Returns the bytes of heap these filters take. */
    long heapBytes() {
        return 2L * filters.young.words.length() * Integer.BYTES;
    }

    private record Filters(Filter young, Filter old, long since) {}

    /** A Bloom filter with two probes. */
    private static final class Filter {

        private final AtomicIntegerArray words;

        private final AtomicInteger keys = new AtomicInteger();

        Filter(int capacity) {
            words = new AtomicIntegerArray((capacity * BITS_PER_KEY + Integer.SIZE - 1) / Integer.SIZE);
        }

        /** Returns whether it was there. */
        boolean add(long fingerprint) {
            boolean first = set((int) fingerprint);
            boolean second = set((int) (fingerprint >>> 32));
            if (first && second) {
                return true;
            }
            keys.incrementAndGet();
            return false;
        }

        boolean contains(long fingerprint) {
            return isSet((int) fingerprint) && isSet((int) (fingerprint >>> 32));
        }

        private boolean set(int hash) {
            int bit = bit(hash);
            int mask = 1 << bit;
            int before = words.getAndUpdate(word(hash), word -> word | mask);
            return (before & mask) != 0;
        }

        private boolean isSet(int hash) {
            return (words.get(word(hash)) >>> bit(hash) & 1) != 0;
        }

        private int word(int hash) {
            return Integer.remainderUnsigned(hash >>> 5, words.length());
        }

        private static int bit(int hash) {
            return hash & 31;
        }
    }
}
