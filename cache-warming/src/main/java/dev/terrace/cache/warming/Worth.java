package dev.terrace.cache.warming;

import java.time.Duration;

/**
 * What warming was good for, as far as it is known: from a run, from a source, or from all since the start.
 *
 * @param warmed keys that were loaded
 * @param useful of those, read while what was loaded was still held: each a hit that would have been a miss
 * @param wasted of those, that expired, were evicted, removed or replaced unread, or were not read for a long time
 * @param sourceTimeSaved what callers would have waited for the source
 */
public record Worth(long warmed, long useful, long wasted, Duration sourceTimeSaved) {

    /** Nothing yet. */
    public static final Worth NONE = new Worth(0, 0, 0, Duration.ZERO);

    /** Returns the share of keys that were useful, 0 to 1, of those that are decided; 1 if none is. */
    public double accuracy() {
        long decided = useful + wasted;
        return decided == 0 ? 1 : (double) useful / decided;
    }

    /** Returns how many keys were neither read nor lost yet. */
    public long undecided() {
        return warmed - useful - wasted;
    }
}
