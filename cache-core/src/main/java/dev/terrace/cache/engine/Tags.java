package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes the tags of values: a random 64-bit base for each process and a counter, so that no two writes
 * anywhere share one. Tags are compared for equality only.
 */
final class Tags {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongSupplier bases;
    private final AtomicLong next;
    private volatile long base;

    Tags() {
        this(RANDOM::nextLong);
    }

    /** Takes its bases from there: for tests that need a certain one. */
    Tags(LongSupplier bases) {
        this.bases = bases;
        this.base = bases.getAsLong();
        this.next = new AtomicLong(base);
    }

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
        long drawn = bases.getAsLong();
        next.set(drawn);
        base = drawn;
    }
}
