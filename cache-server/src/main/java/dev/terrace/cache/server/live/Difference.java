package dev.terrace.cache.server.live;

import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.metrics.alert.AlertStatus;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.metrics.stats.RegionStatistics;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.metrics.stats.TierStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** What happened between two readings. */
final class Difference {

    private static final int MOST_REGIONS = 50;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final double SHORTEST_SECONDS = 0.1;
    private static final TierCounts NOTHING = new TierCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private final Statistics before;
    private final Statistics now;
    private final double seconds;
    private final Change total;

    Difference(Statistics before, Statistics now) {
        this.before = before;
        this.now = now;
        long millis = now.lastUpdate().toEpochMilli() - before.lastUpdate().toEpochMilli();
        seconds = Math.max(SHORTEST_SECONDS, millis / MILLIS_PER_SECOND);
        total = new Change(
                before.manager().cumulative().counts(),
                now.manager().cumulative().counts(),
                seconds);
    }

    Snapshot snapshot(long number) {
        return new Snapshot(
                number,
                now.lastUpdate(),
                total.hitRatio(),
                total.rates(),
                tiers(),
                regions(),
                new TreeMap<>(now.gauges()),
                now.alerts().stream().map(Difference::alert).toList());
    }

    private List<Snapshot.Tier> tiers() {
        List<Snapshot.Tier> tiers = new ArrayList<>();
        now.tiers().forEach((name, tier) -> tiers.add(tier(name, tier)));
        return tiers;
    }

    private Snapshot.Tier tier(String name, TierStatistics tier) {
        TierCounts from = total.from().tiers().getOrDefault(name, NOTHING);
        TierCounts to = total.to().tiers().getOrDefault(name, NOTHING);
        Latency reads = tier.latency().getOrDefault("get", Latency.NONE);
        boolean isTimed = reads.count() > 0;
        long limit = tier.size().maximumBytes();
        return new Snapshot.Tier(
                name,
                total.perSecond(from.hits(), to.hits()),
                total.perSecond(from.misses(), to.misses()),
                total.perSecond(from.promotions(), to.promotions()),
                total.perSecond(from.demotions(), to.demotions()),
                total.perSecond(from.failures(), to.failures()),
                evictions(name),
                tier.size().entries(),
                tier.size().expired(),
                tier.size().bytes(),
                limit == Long.MAX_VALUE ? null : limit,
                isTimed ? reads.p50Nanos() / NANOS_PER_MICRO : null,
                isTimed ? reads.p95Nanos() / NANOS_PER_MICRO : null,
                isTimed ? reads.p99Nanos() / NANOS_PER_MICRO : null);
    }

    /** Memory counts its evictions as removals, other tiers publish theirs. */
    private double evictions(String tier) {
        if (tier.equals("memory")) {
            return total.perSecond(
                    total.from().removals().getOrDefault("eviction", 0L),
                    total.to().removals().getOrDefault("eviction", 0L));
        }
        String gauge = tier + ".evictions";
        double from = before.gauges().getOrDefault(gauge, 0.0);
        return Math.max(0, now.gauges().getOrDefault(gauge, from) - from) / seconds;
    }

    private List<Snapshot.Region> regions() {
        List<Snapshot.Region> regions = new ArrayList<>();
        now.regions().forEach((name, region) -> regions.add(region(name, region)));
        regions.sort(Comparator.comparingDouble(Snapshot.Region::reads)
                .thenComparingLong(Snapshot.Region::entries)
                .reversed()
                .thenComparing(Snapshot.Region::name));
        return regions.size() <= MOST_REGIONS ? regions : List.copyOf(regions.subList(0, MOST_REGIONS));
    }

    private Snapshot.Region region(String name, RegionStatistics region) {
        RegionStatistics earlier = before.regions().getOrDefault(name, region);
        Change change = new Change(
                earlier.counts().cumulative().counts(),
                region.counts().cumulative().counts(),
                seconds);
        return new Snapshot.Region(
                name,
                change.reads(),
                change.hitRatio(),
                region.counts().lastFiveMinutes().hitRatio(),
                region.memory().entries(),
                region.memory().bytes(),
                region.memory().maximumBytes());
    }

    private static Snapshot.Alert alert(AlertStatus alert) {
        return new Snapshot.Alert(
                alert.name(),
                alert.subject(),
                alert.severity().name(),
                alert.state().name(),
                alert.message(),
                alert.since());
    }
}
