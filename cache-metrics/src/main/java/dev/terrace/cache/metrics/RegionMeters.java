package dev.terrace.cache.metrics;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.CacheStats.TierCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** The meters of one region: Micrometer's own {@code cache.*} names where there is one, else {@code terrace.*}. */
final class RegionMeters {

    private static final String RESULT = "result";

    private final MeterRegistry registry;
    private final Snapshots snapshots;
    private final String region;
    private final Tags tags;

    RegionMeters(MeterRegistry registry, Snapshots snapshots, String region) {
        this.registry = registry;
        this.snapshots = snapshots;
        this.region = region;
        this.tags = Tags.of("cache", region);
    }

    /** Registers all of them. */
    void register(List<String> tiers) {
        reads();
        writes();
        loads();
        memory();
        for (String tier : tiers) {
            tier(tier);
        }
        tiers.stream().filter(tier -> !tier.equals("memory")).forEach(this::lowerTier);
    }

    private void reads() {
        counter("cache.gets", Tags.of(RESULT, "hit"), "reads", s -> s.requests().hits());
        counter(
                "cache.gets",
                Tags.of(RESULT, "miss"),
                "reads",
                s -> s.requests().misses());
        counter(
                "terrace.gets.stale",
                Tags.empty(),
                "reads answered by an expired entry",
                s -> s.requests().staleHits());
        counter(
                "terrace.gets.negative",
                Tags.empty(),
                "reads answered by: the source has none",
                s -> s.requests().negativeHits());
    }

    private void writes() {
        counter(
                "cache.puts",
                Tags.empty(),
                "values stored by callers",
                s -> s.writes().sets());
        counter(
                "terrace.deletes",
                Tags.empty(),
                "keys removed one by one",
                s -> s.writes().deletes());
        counter(
                "terrace.invalidations",
                Tags.empty(),
                "removals of many keys",
                s -> s.writes().invalidations());
        counter("cache.evictions", Tags.empty(), "entries that left memory for room", s -> removals(s, "eviction"));
        for (String cause : snapshots.recent().region(region).removals().keySet()) {
            counter("cache.removals", Tags.of("cause", cause), "entries that left memory", s -> removals(s, cause));
        }
    }

    private static long removals(CacheStats stats, String cause) {
        return stats.removals().getOrDefault(cause, 0L);
    }

    private void loads() {
        counter(
                "cache.load",
                Tags.of(RESULT, "success"),
                "loads",
                s -> s.loads().successes());
        counter(
                "cache.load",
                Tags.of(RESULT, "failure"),
                "loads",
                s -> s.loads().failures());
        counter(
                "terrace.loads.joined",
                Tags.empty(),
                "callers that waited for another's load",
                s -> s.loads().joined());
        counter(
                "terrace.loads.refused",
                Tags.empty(),
                "loaded values that were not kept",
                s -> s.loads().refused());
        counter(
                "terrace.loads.refreshes",
                Tags.empty(),
                "loads ahead of expiry",
                s -> s.loads().refreshes());
        FunctionTimer.builder(
                        "cache.load.duration",
                        snapshots,
                        source -> loads(source.recent().region(region)),
                        source -> source.recent().region(region).loads().nanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("time spent in loaders")
                .register(registry);
    }

    private static long loads(CacheStats stats) {
        return stats.loads().successes() + stats.loads().failures();
    }

    private void memory() {
        Gauge.builder("cache.size", snapshots, s -> s.recent().inMemory(region).entries())
                .tags(tags)
                .description("entries in memory")
                .register(registry);
        Gauge.builder(
                        "terrace.region.memory",
                        snapshots,
                        s -> s.recent().inMemory(region).bytes())
                .tags(tags)
                .baseUnit("bytes")
                .description("heap that the region's entries take; 0 if only entries are bounded")
                .register(registry);
    }

    private void tier(String tier) {
        tierCounter(tier, "terrace.tier.gets", Tags.of(RESULT, "hit"), "reads the tier answered", TierCounts::hits);
        tierCounter(
                tier,
                "terrace.tier.gets",
                Tags.of(RESULT, "miss"),
                "reads the tier could not answer",
                TierCounts::misses);
    }

    private void lowerTier(String tier) {
        String promoted = "entries copied up";
        tierCounter(tier, "terrace.tier.failures", Tags.empty(), "calls that threw", TierCounts::failures);
        tierCounter(tier, "terrace.tier.promotions", Tags.of(RESULT, "done"), promoted, TierCounts::promotions);
        tierCounter(
                tier, "terrace.tier.promotions", Tags.of(RESULT, "refused"), promoted, TierCounts::promotionsRefused);
        tierCounter(tier, "terrace.tier.damaged", Tags.empty(), "entries that did not decode", TierCounts::damaged);
        tierCounter(tier, "terrace.tier.refused.writes", Tags.empty(), "entries not taken", TierCounts::refusedWrites);
        tierCounter(tier, "terrace.tier.demotions", Tags.empty(), "entries taken from memory", TierCounts::demotions);
    }

    private void tierCounter(
            String tier, String name, Tags more, String description, ToLongFunction<TierCounts> count) {
        counter(name, more.and("tier", tier), description, stats -> {
            TierCounts counts = stats.tiers().get(tier);
            return counts == null ? 0 : count.applyAsLong(counts);
        });
    }

    private void counter(String name, Tags more, String description, ToLongFunction<CacheStats> count) {
        FunctionCounter.builder(
                        name,
                        snapshots,
                        source -> count.applyAsLong(source.recent().region(region)))
                .tags(tags.and(more))
                .description(description)
                .register(registry);
    }
}
