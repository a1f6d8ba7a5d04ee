package dev.terrace.cache.warming;

import java.util.List;

/**
 * A key in the ranking of its region.
 *
 * @param key inside the region
 * @param perSecond how often it is read, older reads for less
 * @param expected how often it is expected to be read, by the history of this hour if there is one
 * @param tiers that hold a live entry of it, from memory downwards
 */
public record RankedKey(String key, double perSecond, double expected, List<String> tiers) {

    /** Takes a copy of the list. */
    public RankedKey {
        tiers = List.copyOf(tiers);
    }
}
