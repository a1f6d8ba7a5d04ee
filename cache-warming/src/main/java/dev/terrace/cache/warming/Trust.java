package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Heat.HotKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well two forecasts of the next hour have done: what was hot when it began, and what was read at that hour on earlier
 * days. At the end of each hour both are compared with what was read in it, by the overlap of the three distributions over
 * their most frequent keys. Where days are alike, history wins; where frequent keys drift, heat does.
 *
 * <p>For use under one lock.
 */
final class Trust {

    static final int KEYS = 512;

    private static final double NEWEST = 0.3;
    private static final double UNKNOWN = 0.5;
    private static final double LEAST = 0.01;
    private static final double SHARPNESS = 4;

    private Map<String, Double> heatAtBegin = Map.of();
    private double heat = UNKNOWN;
    private double history = UNKNOWN;

    /** An hour begins: remembers what is hot. */
    void begin(List<HotKey> hottest) {
        heatAtBegin = shares(hottest);
    }

    /**
     * An hour is over.
     *
     * @param expected what history said of it; empty if nothing
     * @param actual what was read in it
     */
    void end(List<HotKey> expected, List<HotKey> actual) {
        Map<String, Double> read = shares(actual);
        if (!heatAtBegin.isEmpty() && !read.isEmpty()) {
            heat += NEWEST * (overlap(heatAtBegin, read) - heat);
        }
        if (!expected.isEmpty() && !read.isEmpty()) {
            history += NEWEST * (overlap(shares(expected), read) - history);
        }
    }

    private static Map<String, Double> shares(List<HotKey> keys) {
        double sum = keys.stream().mapToDouble(HotKey::perSecond).sum();
        Map<String, Double> shares = new HashMap<>();
        if (sum > 0) {
            keys.forEach(key -> shares.put(key.key(), key.perSecond() / sum));
        }
        return shares;
    }

    private static double overlap(Map<String, Double> one, Map<String, Double> other) {
        double overlap = 0;
        for (Map.Entry<String, Double> share : one.entrySet()) {
            overlap += Math.min(share.getValue(), other.getOrDefault(share.getKey(), 0.0));
        }
        return overlap;
    }

    /** Returns the weight of history against heat, 0 to 1: by fourth powers, so that the better one decides. */
    double ofHistory() {
        double forHistory = Math.pow(Math.max(LEAST, history), SHARPNESS);
        double forHeat = Math.pow(Math.max(LEAST, heat), SHARPNESS);
        return forHistory / (forHistory + forHeat);
    }

    double heat() {
        return heat;
    }

    double history() {
        return history;
    }

    /** Takes up what an earlier process had found. */
    void restore(double ofHeat, double ofHistory) {
        heat = ofHeat >= 0 ? Math.min(1, ofHeat) : heat;
        history = ofHistory >= 0 ? Math.min(1, ofHistory) : history;
    }
}
