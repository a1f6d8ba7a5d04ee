package dev.terrace.cache.metrics;

import dev.terrace.cache.metrics.Snapshots.Snapshot;
import dev.terrace.cache.metrics.stats.CallTimes;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.metrics.stats.TierStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of tiers, of their calls, and of whatever parts publish as gauges. */
final class TierMeters {

    private final MeterRegistry registry;
    private final Snapshots snapshots;

    TierMeters(MeterRegistry registry, Snapshots snapshots) {
        this.registry = registry;
        this.snapshots = snapshots;
    }

    /** Registers how full a tier is. */
    void registerSize(String tier) {
        Tags tags = Tags.of("tier", tier);
        gauge(
                "terrace.tier.entries",
                tags,
                "entries, expired ones included",
                s -> s.size(tier).entries());
        gauge(
                "terrace.tier.expired",
                tags,
                "entries known to be expired",
                s -> s.size(tier).expired());
        gauge("terrace.tier.fill", tags, "bytes divided by the limit", s -> TierStatistics.fill(s.size(tier)));
        bytes(
                "terrace.tier.size",
                tags,
                "bytes that entries take",
                s -> s.size(tier).bytes());
        bytes("terrace.tier.limit", tags, "limit in bytes; infinite without one", s -> limit(s, tier));
    }

    private static double limit(Snapshot snapshot, String tier) {
        long limit = snapshot.size(tier).maximumBytes();
        return limit == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : limit;
    }

    private void bytes(String name, Tags tags, String description, ToDoubleFunction<Snapshot> value) {
        Gauge.builder(name, snapshots, source -> value.applyAsDouble(source.recent()))
                .tags(tags)
                .baseUnit("bytes")
                .description(description)
                .register(registry);
    }

    private void gauge(String name, Tags tags, String description, ToDoubleFunction<Snapshot> value) {
        Gauge.builder(name, snapshots, source -> value.applyAsDouble(source.recent()))
                .tags(tags)
                .description(description)
                .register(registry);
    }

    /** Registers how long one kind of call takes. */
    void registerCalls(String tier, String operation, CallTimes times) {
        Tags tags = Tags.of("tier", tier, "operation", operation);
        FunctionTimer.builder(
                        "terrace.tier.calls", times, CallTimes::count, CallTimes::totalNanos, TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("measured calls since the start")
                .register(registry);
        quantile(tier, operation, "0.5", Latency::p50Nanos);
        quantile(tier, operation, "0.95", Latency::p95Nanos);
        quantile(tier, operation, "0.99", Latency::p99Nanos);
        quantile(tier, operation, "0.999", Latency::p999Nanos);
    }

    private void quantile(String tier, String operation, String quantile, ToLongFunction<Latency> value) {
        TimeGauge.builder(
                        "terrace.tier.latency",
                        snapshots,
                        TimeUnit.NANOSECONDS,
                        source -> value.applyAsLong(source.recent().latency(tier, operation)))
                .tags("tier", tier, "operation", operation, "quantile", quantile)
                .description("how long calls took, over the last five to six minutes")
                .register(registry);
    }

    /** Registers the failures of one class. */
    void registerErrors(String tier, String kind, LongAdder count) {
        FunctionCounter.builder("terrace.tier.errors", count, LongAdder::sum)
                .tags("tier", tier, "class", kind)
                .description("calls that threw, by class")
                .register(registry);
    }

    /** Registers what a part publishes under a name of its own. */
    void registerGauge(String name) {
        gauge("terrace." + name, Tags.empty(), "published by a part of the manager", s -> s.gauge(name));
    }
}
