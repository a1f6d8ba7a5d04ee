package dev.terrace.cache.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long entries live.
 *
 * @param ttl time to live since the write for entries that are given none of their own; null for ever
 * @param memoryTtl an upper bound in the memory tier only, counted from the arrival there; null for none
 * @param idle entries that are not read for so long expire; below the memory tier it is counted
 *     from the write, because reads there leave no trace; null for no such limit
 * @param jitter share of the time to live, 0 to 0.5, by which it is shortened at random, so that
 *     entries written together do not expire together
 */
public record Expiry(
        @Nullable Duration ttl,
        @Nullable Duration memoryTtl,
        @Nullable Duration idle,
        double jitter) {

    /** Entries live until they are removed or evicted. */
    public static final Expiry NEVER = new Expiry(null, null, null, 0);

    /** Checks the values. */
    public Expiry {
        checkIfGiven("ttl", ttl);
        checkIfGiven("memoryTtl", memoryTtl);
        checkIfGiven("idle", idle);
        if (!(jitter >= 0 && jitter <= 0.5)) {
            throw new IllegalArgumentException("jitter must be between 0 and 0.5 but was " + jitter
                    + "; 0.1 shortens each time to live by up to a tenth");
        }
    }

    private static void checkIfGiven(String name, @Nullable Duration value) {
        if (value != null) {
            Durations.positive(name, value);
        }
    }

    /** Returns an expiry with this time to live and nothing else. */
    public static Expiry after(Duration ttl) {
        return new Expiry(Durations.positive("ttl", ttl), null, null, 0);
    }

    /** Returns a copy with this bound for the memory tier. */
    public Expiry memoryTtl(Duration bound) {
        return new Expiry(ttl, Durations.positive("memoryTtl", bound), idle, jitter);
    }

    /** Returns a copy with this idle limit. */
    public Expiry idle(Duration limit) {
        return new Expiry(ttl, memoryTtl, Durations.positive("idle", limit), jitter);
    }

    /** Returns a copy with this jitter. */
    public Expiry jitter(double share) {
        return new Expiry(ttl, memoryTtl, idle, share);
    }
}
