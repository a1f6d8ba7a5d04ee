package dev.terrace.cache.tier;

/**
 * How full a tier is.
 *
 * @param entries how many entries it holds, expired ones included
 * @param expired how many of them are past their stale-until time, as far as known without a scan
 * @param bytes how many bytes they take
 * @param maximumBytes the limit in bytes; {@link Long#MAX_VALUE} if there is none
 * @param estimate true if the numbers are estimates
 */
public record TierSize(long entries, long expired, long bytes, long maximumBytes, boolean estimate) {

    /** Nothing, without a limit. */
    public static final TierSize EMPTY = new TierSize(0, 0, 0, Long.MAX_VALUE, false);
}
