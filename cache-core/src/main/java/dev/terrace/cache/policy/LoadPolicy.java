package dev.terrace.cache.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How values are loaded from the source.
 *
 * @param softTimeout a caller that has a stale value waits so long for the load, then takes the
 *     stale one while the load goes on; null to wait as long as without one
 * @param hardTimeout no caller waits longer for a load; null for no limit
 * @param negativeTtl how long "the source has none" is kept; null to ask again at every read
 * @param refreshAhead share of the time to live, above 0 and below 1, after which a read with a
 *     loader starts a load in the background; 0 for never
 * @param leaseWait how long a load waits while another process loads the same key, to take its result from the shared
 *     tier instead of asking the source too; null to ask at once, and then the result is kept nowhere. Worth it for
 *     slow sources. A load of many keys never waits.
 */
public record LoadPolicy(
        @Nullable Duration softTimeout,
        @Nullable Duration hardTimeout,
        @Nullable Duration negativeTtl,
        double refreshAhead,
        @Nullable Duration leaseWait) {

    /** Loads on the caller's thread for as long as it takes; nothing is refreshed ahead. */
    public static final LoadPolicy PLAIN = new LoadPolicy(null, null, null, 0, null);

    /** Checks the values. */
    public LoadPolicy {
        if (softTimeout != null) {
            Durations.positive("softTimeout", softTimeout);
        }
        if (hardTimeout != null) {
            Durations.positive("hardTimeout", hardTimeout);
        }
        if (negativeTtl != null) {
            Durations.positive("negativeTtl", negativeTtl);
        }
        if (leaseWait != null) {
            Durations.positive("leaseWait", leaseWait);
        }
        if (softTimeout != null && hardTimeout != null && softTimeout.compareTo(hardTimeout) > 0) {
            throw new IllegalArgumentException("softTimeout must not be longer than hardTimeout but was " + softTimeout
                    + " against " + hardTimeout + "; shorten softTimeout");
        }
        if (!(refreshAhead >= 0 && refreshAhead < 1)) {
            throw new IllegalArgumentException("refreshAhead must be 0 (off) or a share below 1 but was " + refreshAhead
                    + "; 0.8 refreshes after four fifths of the time to live");
        }
    }

    /** Returns a copy with this soft timeout. */
    public LoadPolicy softTimeout(Duration timeout) {
        return new LoadPolicy(timeout, hardTimeout, negativeTtl, refreshAhead, leaseWait);
    }

    /** Returns a copy with this hard timeout. */
    public LoadPolicy hardTimeout(Duration timeout) {
        return new LoadPolicy(softTimeout, timeout, negativeTtl, refreshAhead, leaseWait);
    }

    /** Returns a copy that keeps "the source has none" for so long. */
    public LoadPolicy negativeTtl(Duration ttl) {
        return new LoadPolicy(softTimeout, hardTimeout, ttl, refreshAhead, leaseWait);
    }

    /** Returns a copy that refreshes after this share of the time to live. */
    public LoadPolicy refreshAhead(double share) {
        return new LoadPolicy(softTimeout, hardTimeout, negativeTtl, share, leaseWait);
    }

    /** Returns a copy that waits so long for another process that loads the same key. */
    public LoadPolicy leaseWait(Duration limit) {
        return new LoadPolicy(softTimeout, hardTimeout, negativeTtl, refreshAhead, limit);
    }

    /** Returns true if a load must run apart from the thread that waits for it. */
    public boolean isTimed() {
        return softTimeout != null || hardTimeout != null;
    }
}
