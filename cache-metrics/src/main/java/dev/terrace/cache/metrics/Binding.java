package dev.terrace.cache.metrics;

import dev.terrace.cache.metrics.Snapshots.Snapshot;
import dev.terrace.cache.metrics.alert.AlertRule;
import dev.terrace.cache.metrics.alert.Alerts;
import dev.terrace.cache.metrics.stats.Latencies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One registry that shows the manager. Registers what is new since the last look; nothing is ever taken away. */
final class Binding {

    private final MeterRegistry registry;
    private final Snapshots snapshots;
    private final Latencies latencies;
    private final Set<String> known = new HashSet<>();

    Binding(MeterRegistry registry, Snapshots snapshots, Latencies latencies, Alerts alerts) {
        this.registry = registry;
        this.snapshots = snapshots;
        this.latencies = latencies;
        for (AlertRule rule : alerts.rules()) {
            Gauge.builder("terrace.alerts.firing", alerts, all -> all.firing(rule.name()))
                    .tags(
                            "alert",
                            rule.name(),
                            "severity",
                            rule.severity().name().toLowerCase(Locale.ROOT))
                    .description("how many subjects the alert fires for")
                    .register(registry);
        }
    }

    /** Registers regions, tiers and gauges that were not seen before. */
    synchronized void refresh(Snapshot now) {
        TierMeters tiers = new TierMeters(registry, snapshots);
        List<String> tierNames = List.copyOf(now.lifetime().sizes().keySet());
        now.regions().keySet().stream()
                .filter(region -> known.add("region " + region))
                .forEach(region -> new RegionMeters(registry, snapshots, region).register(tierNames));
        tierNames.stream().filter(tier -> known.add("tier " + tier)).forEach(tiers::registerSize);
        now.lifetime().gauges().keySet().stream()
                .filter(gauge -> known.add("gauge " + gauge))
                .forEach(tiers::registerGauge);
        latencies
                .all()
                .forEach((tier, operations) -> operations.forEach((operation, times) -> {
                    if (known.add("calls " + tier + ' ' + operation)) {
                        tiers.registerCalls(tier, operation, times);
                    }
                }));
        latencies
                .failing()
                .forEach((tier, kinds) -> kinds.forEach((kind, count) -> {
                    if (known.add("errors " + tier + ' ' + kind)) {
                        tiers.registerErrors(tier, kind, count);
                    }
                }));
    }
}
