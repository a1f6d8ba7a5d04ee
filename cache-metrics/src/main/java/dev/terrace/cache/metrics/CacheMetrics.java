package dev.terrace.cache.metrics;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.alert.AlertStatus;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.policy.Arguments;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes a manager visible: meters for any Micrometer registry, statistics over sliding windows, alerts and reports.
 * Make one for each manager and close it before the manager. Safe for use by many threads.
 *
 * <p>Costs a walk over the regions' counters every five seconds, on a thread of its own.
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

    /** Begins to measure a manager. */
    public static CacheMetrics of(CacheManager manager, UnaryOperator<MetricsSettings> settings) {
        Arguments.given("manager", manager, "pass the manager to measure");
        Pulse pulse = new Pulse(manager, Arguments.changed("settings", settings, MetricsSettings.DEFAULT));
        pulse.start();
        return new CacheMetrics(pulse);
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

    /** Returns all numbers as they are now. */
    public Statistics statistics() {
        return pulse.statistics();
    }

    /** Returns the alerts that are pending or firing. */
    public List<AlertStatus> alerts() {
        return pulse.alerts().active();
    }

    /** Ends the measuring and frees its threads; meters keep their last values. A second close does nothing. */
    @Override
    public void close() {
        pulse.close();
    }
}
