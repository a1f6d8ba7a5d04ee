package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.metrics.stats.Statistics;
import java.time.Duration;
import java.util.Map;

/** Reads the value that a rule is about out of the statistics. Called once each round, by one thread at a time. */
@FunctionalInterface
public interface Measure {

    /** What the whole manager is called as a subject. */
    String MANAGER = "manager";

    /** Returns what a region is called as a subject, so that none is taken for the manager or a tier. */
    static String region(String name) {
        return "region " + name;
    }

    /**
     * Returns the values by subject: a tier, a {@link #region}, or {@link #MANAGER}. A subject that is missing counts as well.
     *
     * @param window of the rule
     */
    Map<String, Double> values(Statistics statistics, Duration window);
}
