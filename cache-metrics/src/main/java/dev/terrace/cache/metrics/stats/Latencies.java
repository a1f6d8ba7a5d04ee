package dev.terrace.cache.metrics.stats;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long the calls of each tier took, and how they failed. Recording allocates nothing once a tier and operation were
 * seen; for use by many threads.
 */
public final class Latencies {

    private final Map<String, Map<String, CallTimes>> times = new ConcurrentHashMap<>();
    private final Map<String, Map<String, LongAdder>> errors = new ConcurrentHashMap<>();

    /** Returns where the times of one operation of a tier are recorded; keep it to spare the look-up. */
    public CallTimes of(String tier, String operation) {
        return times.computeIfAbsent(tier, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(operation, name -> new CallTimes());
    }

    /** Counts a call that threw. */
    public void failed(String tier, Throwable failure) {
        errors.computeIfAbsent(tier, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(failure.getClass().getSimpleName(), name -> new LongAdder())
                .increment();
    }

    /** Ends a minute: its calls become part of what is shown, and those of six minutes ago drop out. */
    public void endMinute() {
        times.values().forEach(operations -> operations.values().forEach(CallTimes::endMinute));
    }

    /** Returns the times of one tier, by operation. */
    public Map<String, Latency> latency(String tier) {
        Map<String, Latency> all = new TreeMap<>();
        times.getOrDefault(tier, Map.of()).forEach((operation, calls) -> all.put(operation, calls.latency()));
        return all;
    }

    /** Returns the tiers (and other parts) whose calls were timed. */
    public Map<String, Map<String, CallTimes>> all() {
        return times;
    }

    /** Returns the calls of one tier that threw, by the simple name of the exception's class. */
    public Map<String, Long> errors(String tier) {
        Map<String, Long> all = new TreeMap<>();
        errors.getOrDefault(tier, Map.of()).forEach((kind, count) -> all.put(kind, count.sum()));
        return all;
    }

    /** Returns the tiers that failed a call. */
    public Map<String, Map<String, LongAdder>> failing() {
        return errors;
    }
}
