package dev.terrace.cache.policy;

import java.time.Duration;

/**
 * When an entry may still be served although it is not fresh. Only an <em>expired</em> entry is ever
 * stale; a removed or cleared one is gone.
 *
 * @param ifError how long after its expiry an entry may stand in for a load that fails or takes too
 *     long; zero for never
 * @param throttle after a failed load that a stale entry stood in for, the source is not asked again
 *     for so long; zero to ask at every read
 * @param maxStale how long entries that another node may have replaced are served while the shared
 *     tier cannot be asked, counted from the last moment at which they were known to be right
 */
public record StalePolicy(Duration ifError, Duration throttle, Duration maxStale) {

    /** Nothing stale after an error; unverified entries for the silence limit of two seconds. */
    public static final StalePolicy NEVER = new StalePolicy(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2));

    /** Checks the values. */
    public StalePolicy {
        Durations.zeroOrMore("ifError", ifError);
        Durations.zeroOrMore("throttle", throttle);
        Durations.zeroOrMore("maxStale", maxStale);
    }

    /** Returns a policy that serves expired entries for so long after an error, asking every 30 seconds at most. */
    public static StalePolicy ifError(Duration limit) {
        return new StalePolicy(Durations.positive("ifError", limit), Duration.ofSeconds(30), NEVER.maxStale);
    }

    /** Returns a copy with this throttle. */
    public StalePolicy throttle(Duration pause) {
        return new StalePolicy(ifError, pause, maxStale);
    }

    /** Returns a copy with this limit for unverified entries. */
    public StalePolicy maxStale(Duration limit) {
        return new StalePolicy(ifError, throttle, limit);
    }
}
