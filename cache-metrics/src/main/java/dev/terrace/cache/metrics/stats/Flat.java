package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.CacheStats.Loads;
import dev.terrace.cache.CacheStats.Requests;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.CacheStats.Writes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * Counters as a row of numbers: what the windows keep, since a record with its maps takes ten times the room. A row
 * belongs to the manager whose counters it holds: causes and tiers are in its order.
 */
final class Flat {

    private Flat() {}

    static long[] of(CacheStats stats) {
        LongStream.Builder row = LongStream.builder();
        Requests requests = stats.requests();
        row.add(requests.hits())
                .add(requests.misses())
                .add(requests.staleHits())
                .add(requests.negativeHits());
        Loads loads = stats.loads();
        row.add(loads.successes()).add(loads.failures()).add(loads.nanos());
        row.add(loads.joined()).add(loads.refused()).add(loads.refreshes());
        Writes writes = stats.writes();
        row.add(writes.sets()).add(writes.deletes()).add(writes.invalidations());
        stats.removals().values().forEach(row::add);
        for (TierCounts tier : stats.tiers().values()) {
            row.add(tier.hits()).add(tier.misses()).add(tier.failures()).add(tier.promotions());
            row.add(tier.promotionsRefused()).add(tier.damaged());
            row.add(tier.refusedWrites()).add(tier.demotions());
        }
        return row.build().toArray();
    }

    /** Returns what was counted between a row and now. */
    static CacheStats since(long[] before, CacheStats now) {
        long[] row = of(now);
        for (int i = 0; i < row.length; i++) {
            row[i] -= before[i];
        }
        return stats(LongStream.of(row).iterator(), now);
    }

    /** Reads a row; what it is like, causes and tiers, is told by the counters of the same manager. */
    private static CacheStats stats(PrimitiveIterator.OfLong row, CacheStats like) {
        Requests requests = new Requests(row.nextLong(), row.nextLong(), row.nextLong(), row.nextLong());
        Loads loads = new Loads(
                row.nextLong(), row.nextLong(), row.nextLong(), row.nextLong(), row.nextLong(), row.nextLong());
        Writes writes = new Writes(row.nextLong(), row.nextLong(), row.nextLong());
        Map<String, Long> removals = new LinkedHashMap<>();
        like.removals().keySet().forEach(cause -> removals.put(cause, row.nextLong()));
        Map<String, TierCounts> tiers = new LinkedHashMap<>();
        like.tiers().keySet().forEach(tier -> tiers.put(tier, tier(row)));
        return new CacheStats(requests, loads, writes, removals, tiers);
    }

    private static TierCounts tier(PrimitiveIterator.OfLong row) {
        return new TierCounts(
                row.nextLong(),
                row.nextLong(),
                row.nextLong(),
                row.nextLong(),
                row.nextLong(),
                row.nextLong(),
                row.nextLong(),
                row.nextLong());
    }
}
