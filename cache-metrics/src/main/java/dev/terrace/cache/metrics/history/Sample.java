package dev.terrace.cache.metrics.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What was counted in a stretch of time.
 *
 * @param at its end
 * @param seconds its length
 * @param tiers by name
 * @param regions the busiest ones, by name; the others together as {@link #OTHERS}
 * @param warming the gauges that warming published at the end, by name
 * @param incidents alerts that fired or resolved, in words
 */
public record Sample(
        Instant at,
        double seconds,
        Map<String, OfTier> tiers,
        Map<String, OfRegion> regions,
        Map<String, Double> warming,
        List<String> incidents) {

    /** The name under which the less busy regions are added up; no region can be called so. */
    public static final String OTHERS = "(others)";

    private static final int MOST_INCIDENTS = 100;

    /**
     * A tier's part.
     *
     * @param hits reads it answered
     * @param misses reads it could not answer
     * @param failures calls that threw
     * @param p50Nanos half of its reads took no longer; 0 if none was measured
     * @param p95Nanos 95 % took no longer
     * @param p99Nanos 99 % took no longer
     * @param entries at the end
     * @param bytes at the end
     * @param maximumBytes at the end; {@link Long#MAX_VALUE} without a limit
     */
    public record OfTier(
            long hits,
            long misses,
            long failures,
            long p50Nanos,
            long p95Nanos,
            long p99Nanos,
            long entries,
            long bytes,
            long maximumBytes) {

        OfTier with(OfTier later) {
            return new OfTier(
                    hits + later.hits,
                    misses + later.misses,
                    failures + later.failures,
                    Math.max(p50Nanos, later.p50Nanos),
                    Math.max(p95Nanos, later.p95Nanos),
                    Math.max(p99Nanos, later.p99Nanos),
                    later.entries,
                    later.bytes,
                    later.maximumBytes);
        }
    }

    /**
     * A region's part.
     *
     * @param hits reads that a tier answered
     * @param misses reads that no tier could answer
     * @param loads calls of loaders
     * @param loadFailures calls of loaders that threw
     * @param loadNanos time spent in them
     * @param evictions entries that left memory for room
     * @param entries in memory, at the end
     * @param bytes in memory, at the end
     */
    public record OfRegion(
            long hits,
            long misses,
            long loads,
            long loadFailures,
            long loadNanos,
            long evictions,
            long entries,
            long bytes) {

        /** Nothing. */
        public static final OfRegion NONE = new OfRegion(0, 0, 0, 0, 0, 0, 0, 0);

        /** Returns all reads. */
        public long reads() {
            return hits + misses;
        }

        /** Returns this and a later part as one. */
        public OfRegion with(OfRegion later) {
            OfRegion sum = plus(later);
            return new OfRegion(
                    sum.hits,
                    sum.misses,
                    sum.loads,
                    sum.loadFailures,
                    sum.loadNanos,
                    sum.evictions,
                    later.entries,
                    later.bytes);
        }

        OfRegion plus(OfRegion other) {
            return new OfRegion(
                    hits + other.hits,
                    misses + other.misses,
                    loads + other.loads,
                    loadFailures + other.loadFailures,
                    loadNanos + other.loadNanos,
                    evictions + other.evictions,
                    entries + other.entries,
                    bytes + other.bytes);
        }
    }

    /** Returns this and a later sample as one: counts are added, sizes are the later ones, percentiles the worse ones. */
    public Sample with(Sample later) {
        List<String> all = new ArrayList<>(incidents);
        all.addAll(later.incidents);
        return new Sample(
                later.at,
                seconds + later.seconds,
                joined(tiers, later.tiers, OfTier::with),
                joined(regions, later.regions, OfRegion::with),
                later.warming,
                List.copyOf(all.subList(Math.max(0, all.size() - MOST_INCIDENTS), all.size())));
    }

    private static <T> Map<String, T> joined(Map<String, T> first, Map<String, T> second, BinaryOperator<T> join) {
        Map<String, T> all = new TreeMap<>(first);
        second.forEach((name, part) -> all.merge(name, part, join));
        return all;
    }
}
