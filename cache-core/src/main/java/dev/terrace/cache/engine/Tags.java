package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the tags of values: a random 64-bit base for each process and a counter, so that no two writes
 * anywhere share one. Tags are compared for equality only.
 */
final class Tags {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final AtomicLong next = new AtomicLong(RANDOM.nextLong());
    private volatile long base = next.get();

    /** Returns a tag that no other write has. */
    long next() {
        long tag = next.incrementAndGet();
        return tag == Gate.ABSENT ? next.incrementAndGet() : tag;
    }

    /** Returns true if this process made the tag, and no restore has come since. */
    boolean isOwn(long tag) {
        long from = base;
        return tag != Gate.ABSENT && tag - from > 0 && tag - from <= next.get() - from;
    }

    /** Draws a new base: two processes restored from one snapshot must not share theirs. */
    void renew() {
        long drawn = RANDOM.nextLong();
        next.set(drawn);
        base = drawn;
    }
}
