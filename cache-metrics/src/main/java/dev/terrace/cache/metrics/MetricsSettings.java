package dev.terrace.cache.metrics;

import dev.terrace.cache.metrics.alert.AlertListener;
import dev.terrace.cache.metrics.alert.AlertRule;
import dev.terrace.cache.metrics.alert.AlertRules;
import dev.terrace.cache.metrics.alert.Webhook;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CacheMetrics} does beside counting.
 *
 * @param rules of the alerts
 * @param listeners of the alerts
 * @param webhook told of alerts; null for none
 * @param folder where history and scheduled reports are kept; null to keep the history in memory and write no reports
 * @param reportEvery how often a report is written into the folder
 */
public record MetricsSettings(
        List<AlertRule> rules,
        List<AlertListener> listeners,
        @Nullable Webhook webhook,
        @Nullable Path folder,
        Duration reportEvery) {

    private static final Duration SHORTEST_SCHEDULE = Duration.ofMinutes(5);

    /** The rules of {@link AlertRules#defaults}, nobody told but the log, nothing on disk, a report each week. */
    public static final MetricsSettings DEFAULT =
            new MetricsSettings(AlertRules.defaults(), List.of(), null, null, Duration.ofDays(7));

    /** Checks the values and copies the lists. */
    public MetricsSettings {
        rules = List.copyOf(Arguments.given("rules", rules, "pass an empty list for no alerts"));
        listeners = List.copyOf(Arguments.given("listeners", listeners, "pass an empty list for none"));
        if (Durations.positive("reportEvery", reportEvery).compareTo(SHORTEST_SCHEDULE) < 0) {
            throw new IllegalArgumentException("reportEvery must be at least " + SHORTEST_SCHEDULE + " but was "
                    + reportEvery + "; pass a longer time, or ask CacheMetrics.report() when you want one");
        }
    }

    /** Returns a copy with these rules and no others. */
    public MetricsSettings rules(List<AlertRule> all) {
        return new MetricsSettings(all, listeners, webhook, folder, reportEvery);
    }

    /** Returns a copy with one rule more; it takes the place of one of the same name. */
    public MetricsSettings rule(AlertRule rule) {
        List<AlertRule> all = new ArrayList<>(rules);
        all.removeIf(other -> other.name().equals(rule.name()));
        all.add(rule);
        return rules(all);
    }

    /** Returns a copy with one listener more. */
    public MetricsSettings listener(AlertListener listener) {
        List<AlertListener> all = new ArrayList<>(listeners);
        all.add(Arguments.given("listener", listener, "leave the call out for none"));
        return new MetricsSettings(rules, all, webhook, folder, reportEvery);
    }

    /** Returns a copy that posts alerts. */
    public MetricsSettings webhook(Webhook target) {
        return new MetricsSettings(rules, listeners, target, folder, reportEvery);
    }

    /** Returns a copy that keeps history and reports in a folder, which is made if it is missing. */
    public MetricsSettings folder(Path path) {
        return new MetricsSettings(rules, listeners, webhook, path, reportEvery);
    }

    /**
     * Returns a copy that writes reports that often.
     *
     * @param interval five minutes or more
     */
    public MetricsSettings reportEvery(Duration interval) {
        return new MetricsSettings(rules, listeners, webhook, folder, interval);
    }
}
