package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.metrics.stats.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many expired entries a tier holds, if they are more than a window ago; else none: it is being cleaned. */
final class ExpiredGrowth implements Measure {

    private final Map<String, Deque<Reading>> readings = new HashMap<>();

    private record Reading(Instant at, long expired) {}

    @Override
    public Map<String, Double> values(Statistics statistics, Duration window) {
        Map<String, Double> values = new HashMap<>();
        statistics
                .tiers()
                .forEach((tier, numbers) -> values.put(
                        tier,
                        growing(
                                tier,
                                new Reading(
                                        statistics.lastUpdate(), numbers.size().expired()),
                                window)));
        return values;
    }

    private double growing(String tier, Reading now, Duration window) {
        Deque<Reading> known = readings.computeIfAbsent(tier, name -> new ArrayDeque<>());
        known.addLast(now);
        while (known.size() > 1 && known.getFirst().at().plus(window).isBefore(now.at())) {
            known.removeFirst();
        }
        return now.expired() > known.getFirst().expired() ? now.expired() : 0;
    }
}
