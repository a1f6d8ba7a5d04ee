package dev.terrace.cache.demo;

import dev.terrace.cache.CacheStats;
import java.util.List;

/**
 * What the demo found.
 *
 * @param tiers the names of the tiers, from memory downwards
 * @param without the load without a cache
 * @param with the same load with a cache that was empty
 * @param again the same load once more, with the cache as it was left
 * @param stats of the cache in the first run with it
 */
record Outcome(List<String> tiers, Run without, Run with, Run again, CacheStats stats) {

    /** Returns how many reads got another answer than without the cache; must be 0. */
    long differences() {
        return with.differences(without) + again.differences(without);
    }
}
