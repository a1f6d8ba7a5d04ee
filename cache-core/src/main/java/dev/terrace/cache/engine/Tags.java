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

    /** Returns a tag that no other write has. */
    long next() {
        long tag = next.incrementAndGet();
        return tag == Gate.ABSENT ? next.incrementAndGet() : tag;
    }

    /** Draws a new base: two processes restored from one snapshot must not share theirs. */
    void renew() {
        next.set(RANDOM.nextLong());
    }
}
