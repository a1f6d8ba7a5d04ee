package dev.terrace.cache.engine;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.CacheStats.Loads;
import dev.terrace.cache.CacheStats.Requests;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.CacheStats.Writes;
import dev.terrace.cache.event.RemovalCause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds the counters of regions up. */
final class Totals {

    private static final TierCounts NO_COUNTS = new TierCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private Requests requests = new Requests(0, 0, 0, 0);
    private Loads loads = new Loads(0, 0, 0, 0, 0, 0);
    private Writes writes = new Writes(0, 0, 0);
    private final Map<String, Long> removals = new LinkedHashMap<>();
    private final Map<String, TierCounts> tiers = new LinkedHashMap<>();

    Totals(List<String> tierNames) {
        tierNames.forEach(name -> tiers.put(name, NO_COUNTS));
        for (RemovalCause cause : RemovalCause.values()) {
            removals.put(cause.name().toLowerCase(Locale.ROOT), 0L);
        }
    }

    void add(CacheStats stats) {
        requests = add(requests, stats.requests());
        loads = add(loads, stats.loads());
        writes = add(writes, stats.writes());
        stats.removals().forEach((cause, count) -> removals.merge(cause, count, Long::sum));
        stats.tiers().forEach((tier, counts) -> tiers.merge(tier, counts, Totals::add));
    }

    private static Requests add(Requests a, Requests b) {
        return new Requests(
                a.hits() + b.hits(),
                a.misses() + b.misses(),
                a.staleHits() + b.staleHits(),
                a.negativeHits() + b.negativeHits());
    }

    private static Loads add(Loads a, Loads b) {
        return new Loads(
                a.successes() + b.successes(),
                a.failures() + b.failures(),
                a.nanos() + b.nanos(),
                a.joined() + b.joined(),
                a.refused() + b.refused(),
                a.refreshes() + b.refreshes());
    }

    private static Writes add(Writes a, Writes b) {
        return new Writes(a.sets() + b.sets(), a.deletes() + b.deletes(), a.invalidations() + b.invalidations());
    }

    private static TierCounts add(TierCounts a, TierCounts b) {
        return new TierCounts(
                a.hits() + b.hits(),
                a.misses() + b.misses(),
                a.failures() + b.failures(),
                a.promotions() + b.promotions(),
                a.promotionsRefused() + b.promotionsRefused(),
                a.damaged() + b.damaged(),
                a.refusedWrites() + b.refusedWrites(),
                a.demotions() + b.demotions());
    }

    CacheStats sum() {
        return new CacheStats(requests, loads, writes, removals, tiers);
    }
}
