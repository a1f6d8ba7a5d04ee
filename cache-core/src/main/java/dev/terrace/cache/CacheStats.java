package dev.terrace.cache;

import java.util.Map;

/**
 * Counters of one region, or of all regions of a manager added up. A snapshot: the numbers are read
 * one after the other while traffic goes on.
 *
 * @param requests reads and their results
 * @param loads calls of loaders
 * @param writes what callers changed
 * @param removals how entries left memory, and damaged ones any tier, by {@link
 *     dev.terrace.cache.event.RemovalCause} name in lower case
 * @param tiers what each tier did, by its name
 */
public record CacheStats(
        Requests requests, Loads loads, Writes writes, Map<String, Long> removals, Map<String, TierCounts> tiers) {

    /**
     * Reads and their results.
     *
     * @param hits reads answered by a tier, or by a write that is on its way to it. A conditional operation
     *     is a read, too, each time it looks; {@code contains}, {@code ttl} and {@code explain} are none
     * @param misses reads that no tier could answer
     * @param staleHits reads answered by an expired entry in place of a failed or slow load; also in {@code misses}
     * @param negativeHits reads answered by the knowledge that the source has none; also in {@code hits}
     */
    public record Requests(long hits, long misses, long staleHits, long negativeHits) {

        /** Returns the share of reads that a tier answered, 0 to 1; 1 if there were none. */
        public double hitRatio() {
            long all = hits + misses;
            return all == 0 ? 1 : (double) hits / all;
        }
    }

    /**
     * Calls of loaders.
     *
     * @param successes loads that returned, a null included
     * @param failures loads that threw or ran out of time
     * @param nanos time spent in them
     * @param joined callers that waited for a load of another caller
     * @param refused loaded values that were not kept, because the key was changed meanwhile
     * @param refreshes loads in the background, ahead of expiry
     */
    public record Loads(long successes, long failures, long nanos, long joined, long refused, long refreshes) {}

    /**
     * What callers changed.
     *
     * @param sets values stored, new times to live for them included
     * @param deletes keys removed one by one, whether or not they had a value
     * @param invalidations removals of many keys, those over all regions included
     */
    public record Writes(long sets, long deletes, long invalidations) {}

    /**
     * What one tier did.
     *
     * @param hits reads that it answered
     * @param misses reads that it was asked and could not answer
     * @param failures calls that threw
     * @param promotions entries copied up from it
     * @param promotionsRefused promotions that the gate refused or the buffer dropped
     * @param damaged entries whose bytes did not decode
     * @param refusedWrites entries that it would not take
     * @param demotions entries that it took from the memory tier
     */
    public record TierCounts(
            long hits,
            long misses,
            long failures,
            long promotions,
            long promotionsRefused,
            long damaged,
            long refusedWrites,
            long demotions) {}
}
