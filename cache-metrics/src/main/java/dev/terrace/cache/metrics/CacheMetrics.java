package dev.terrace.cache.metrics;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.alert.AlertStatus;
import dev.terrace.cache.metrics.report.KeptReport;
import dev.terrace.cache.metrics.report.Report;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.policy.Arguments;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a manager visible: meters for any Micrometer registry, statistics over sliding windows, alerts and reports.
 * One for each manager; ends with it, or before. Safe for use by many threads.
 *
 * <p>Costs a walk over the regions' counters every five seconds on the manager's background threads, a comparison for
 * each read, and two looks at the clock for each call of a lower tier or loader.
 */
public final class CacheMetrics implements AutoCloseable {

    private final Pulse pulse;

    private CacheMetrics(Pulse pulse) {
        this.pulse = pulse;
    }

    /** Begins to measure a manager, with {@link MetricsSettings#DEFAULT}. */
    public static CacheMetrics of(CacheManager manager) {
        return of(manager, settings -> settings);
    }

    /**
     * Begins to measure a manager.
     *
     * @throws IllegalArgumentException if it is measured already
     */
    public static CacheMetrics of(CacheManager manager, UnaryOperator<MetricsSettings> settings) {
        Arguments.given("manager", manager, "pass the manager to measure");
        Attachment attachment =
                new Attachment(manager, Arguments.changed("settings", settings, MetricsSettings.DEFAULT));
        manager.attach(attachment);
        return new CacheMetrics(Objects.requireNonNull(attachment.pulse));
    }

    /** The metrics as the manager sees them. */
    private static final class Attachment implements Extension {

        private final CacheManager manager;
        private final MetricsSettings settings;
        private @Nullable Pulse pulse;

        Attachment(CacheManager manager, MetricsSettings settings) {
            this.manager = manager;
            this.settings = settings;
        }

        @Override
        public String name() {
            return "metrics";
        }

        @Override
        public void start(Host host) {
            pulse = new Pulse(manager, host, settings);
            pulse.start();
        }

        @Override
        public void close() {
            if (pulse != null) {
                pulse.close();
            }
        }
    }

    /**
     * Registers meters for everything: all tiers, all regions, those that are made later within five seconds. {@code
     * docs/metrics.md} lists them. May be called for several registries.
     *
     * @return this
     */
    public CacheMetrics bindTo(MeterRegistry registry) {
        pulse.bind(Arguments.given("registry", registry, "pass the registry that is scraped"));
        return this;
    }

    /**
     * Shows each load and each call of a lower tier as an observation, for tracing; costs what its handlers cost.
     *
     * @return this
     */
    public CacheMetrics observe(ObservationRegistry registry) {
        pulse.observe(Arguments.given("registry", registry, "pass the registry with the tracing handlers"));
        return this;
    }

    /** Returns all numbers as they are now; the last ones after the manager was closed. */
    public Statistics statistics() {
        return pulse.statistics();
    }

    /** Returns the alerts that are pending or firing. */
    public List<AlertStatus> alerts() {
        return pulse.alerts().active();
    }

    /** Makes a report of now, of the history, and of what to change; adds the samples up, so not for every second. */
    public Report report() {
        return pulse.report();
    }

    /**
     * Returns the reports that were written on schedule into {@link MetricsSettings#folder}, newest first; none without a
     * folder. Blocks on disk.
     */
    public List<KeptReport> keptReports() {
        return pulse.kept();
    }

    /** Ends sampling, windows, alerts and reports; meters go on with what the manager counts. A second close does nothing. */
    @Override
    public void close() {
        pulse.close();
    }
}
