package dev.terrace.cache.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters that tell an install whether its key was touched since it began, or is being dropped from the tiers at
 * this moment.
 *
 * <p>Whoever is about to read a lower tier or to load notes {@link #read} of the key first; whoever writes or removes
 * the key calls {@link #raise}. An install whose noted value differs from the current one is refused. A counter only
 * grows, so equal values mean that nobody raised it in between.
 *
 * <p>There are 4,096 counters however many keys exist, and nothing is allocated for a key. Keys that share a counter
 * refuse each other's installs now and then, which costs a promotion and never correctness: a refusal is always safe.
 * With 1,000 writes a second and installs that take 1 ms, one install in 4,000 is refused for nothing.
 *
 * <p>The array is 32 KiB, 512 cache lines. Hashes are spread over all of it, so two threads that work on different keys
 * meet on one line once in 512 times; a line for each counter would make that rarer for 256 KiB a manager, and a raise
 * belongs to a write, which costs far more than a contended line.
 *
 * <p>Lock-free and thread-safe. {@code raise} is an atomic add and {@code read} a volatile read, so every {@code read}
 * that begins after a {@code raise} returned sees it.
 */
final class Fences {
    private static final int STRIPE_BITS = 12;

    /** The low bits of a counter say how many drops are under way, the high bits how often it was raised. */
    private static final int DROP_BITS = 20;

    private static final long RAISE = 1L << DROP_BITS;

    private final AtomicLongArray counters = new AtomicLongArray(1 << STRIPE_BITS);

    /** Returns the fence of the keys with this hash, to be noted before a read or load begins. One volatile read. */
    long read(int keyHash) {
        return counters.get(stripe(keyHash));
    }

    /** Refuses every install of a key with this hash that noted its fence before now. One atomic add. */
    void raise(int keyHash) {
        counters.getAndAdd(stripe(keyHash), RAISE);
    }

    /** Refuses every install of a key with this hash until {@link #endDrop}, and those noted by then. */
    void beginDrop(int keyHash) {
        counters.getAndAdd(stripe(keyHash), RAISE + 1);
    }

    void endDrop(int keyHash) {
        counters.getAndAdd(stripe(keyHash), RAISE - 1);
    }

    /** Returns true if a key with this hash is being dropped. One volatile read. */
    boolean isDropping(int keyHash) {
        return (counters.get(stripe(keyHash)) & (RAISE - 1)) != 0;
    }

    /** The top bits of a golden-ratio product; the shift first lets hashes that differ only in high bits spread too. */
    private static int stripe(int keyHash) {
        int mixed = (keyHash ^ (keyHash >>> 16)) * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - STRIPE_BITS);
    }
}
