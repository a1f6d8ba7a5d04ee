package dev.terrace.cache.metrics;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.Snapshots.Snapshot;
import dev.terrace.cache.metrics.alert.AlertListener;
import dev.terrace.cache.metrics.alert.Alerts;
import dev.terrace.cache.metrics.alert.WebhookSender;
import dev.terrace.cache.metrics.curve.Sampling;
import dev.terrace.cache.metrics.history.History;
import dev.terrace.cache.metrics.report.KeptReport;
import dev.terrace.cache.metrics.report.Report;
import dev.terrace.cache.metrics.stats.Latencies;
import dev.terrace.cache.metrics.stats.RegionStatistics;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.metrics.stats.TierStatistics;
import dev.terrace.cache.metrics.stats.Windows;
import dev.terrace.cache.tier.TierSize;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What happens every five seconds: the windows move, alerts are judged, new parts are registered. */
final class Pulse implements AutoCloseable {

    private static final long BEATS_PER_MINUTE = 60 / Windows.INTERVAL.toSeconds();
    private static final long BEATS_PER_SAMPLE = History.INTERVAL.toSeconds() / Windows.INTERVAL.toSeconds();

    private final Host host;
    private final Repeater repeater;
    private final Sampling sampling;
    private final CallMeter calls;
    private final Latencies latencies = new Latencies();
    private final Snapshots snapshots;
    private final Windows windows;
    private final Alerts alerts;
    private final @Nullable WebhookSender webhook;
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private final Archive archive;
    private long beats;

    Pulse(CacheManager manager, Host host, MetricsSettings settings) {
        this.host = host;
        this.repeater = new Repeater(host, Windows.INTERVAL, this::beat);
        this.sampling = new Sampling(latencies.of("memory", "get")::record);
        this.calls = new CallMeter(latencies, sampling, host.time());
        this.snapshots = new Snapshots(manager, latencies, host.time());
        this.webhook = settings.webhook() == null
                ? null
                : new WebhookSender(settings.webhook(), HttpClient.newHttpClient(), host.time());
        List<AlertListener> listeners = new ArrayList<>(settings.listeners());
        if (webhook != null) {
            listeners.add(webhook);
        }
        Snapshot first = snapshots.read();
        this.windows = new Windows(first.nanos(), first.lifetime());
        this.archive = new Archive(settings, sampling, first, now());
        listeners.add(archive);
        this.alerts = new Alerts(settings.rules(), listeners);
    }

    void start() {
        host.listen(sampling);
        host.measure(calls);
        repeater.start();
    }

    private void beat() {
        Snapshot now = snapshots.read();
        windows.add(now.nanos(), now.lifetime());
        sampling.collect(region -> reads(now.region(region)));
        if (++beats % BEATS_PER_MINUTE == 0) {
            latencies.endMinute();
        }
        alerts.evaluate(statistics(now));
        bindings.forEach(binding -> binding.refresh(now));
        if (beats % BEATS_PER_SAMPLE == 0) {
            archive.add(now, statistics(now));
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(host.time().millis());
    }

    Report report() {
        return archive.report(statistics());
    }

    List<KeptReport> kept() {
        return archive.kept();
    }

    private static long reads(CacheStats counts) {
        return counts.requests().hits() + counts.requests().misses();
    }

    void observe(ObservationRegistry registry) {
        calls.observe(registry);
    }

    void bind(MeterRegistry registry) {
        Binding binding = new Binding(registry, snapshots, latencies, alerts);
        bindings.add(binding);
        binding.refresh(snapshots.read());
    }

    Alerts alerts() {
        return alerts;
    }

    Statistics statistics() {
        return statistics(snapshots.read());
    }

    private Statistics statistics(Snapshot now) {
        ManagerStats sinceReset = now.sinceReset();
        ManagerStats lifetime = now.lifetime();
        Map<String, RegionStatistics> regions = new TreeMap<>();
        lifetime.regions().forEach((name, counts) -> {
            CacheStats reset = sinceReset.regions().getOrDefault(name, counts);
            regions.put(
                    name, new RegionStatistics(windows.counted(name, now.nanos(), counts, reset), now.inMemory(name)));
        });
        return new Statistics(
                now(),
                windows.counted(null, now.nanos(), lifetime.total(), sinceReset.total()),
                regions,
                tiers(now),
                lifetime.gauges(),
                alerts.active());
    }

    private Map<String, TierStatistics> tiers(Snapshot now) {
        Map<String, TierStatistics> tiers = new LinkedHashMap<>();
        for (Map.Entry<String, TierSize> tier : now.lifetime().sizes().entrySet()) {
            tiers.put(
                    tier.getKey(),
                    new TierStatistics(
                            tier.getValue(),
                            TierStatistics.fill(tier.getValue()),
                            now.latencies().getOrDefault(tier.getKey(), Map.of()),
                            latencies.errors(tier.getKey())));
        }
        return tiers;
    }

    @Override
    public void close() {
        repeater.close();
        host.listen(null);
        host.measure(null);
        if (webhook != null) {
            webhook.close();
        }
    }
}
