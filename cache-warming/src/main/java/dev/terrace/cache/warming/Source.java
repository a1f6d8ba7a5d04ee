package dev.terrace.cache.warming;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Loader;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.Glob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Warmer} gets the values of a region from. Immutable; the loader is called by many threads if {@link
 * #concurrency} says so.
 *
 * @param region whose keys it knows
 * @param pattern a glob of the keys that it knows; see {@link Cache#invalidate}
 * @param loader reads values
 * @param limits how much may be asked of it
 * @param priority a source with a higher one is asked first, and its keys come first; any number
 * @param ttl time to live of what it brings; null for the one of the key's pattern or region
 * @param allKeys lists its keys, most wanted first; null if it cannot
 * @param changedSince lists what changed in it; null if it cannot
 * @param <V> the type of the values
 */
public record Source<V>(
        String region,
        String pattern,
        BatchLoader<V> loader,
        Limits limits,
        int priority,
        @Nullable Duration ttl,
        @Nullable KeyList allKeys,
        @Nullable ChangeList changedSince) {

    private static final int USUAL_BATCH = 500;

    /** Checks the values. */
    public Source {
        Arguments.given("region", region, "pass the name of the region");
        Glob.compile(Arguments.given("pattern", pattern, "pass * for all keys"));
        Arguments.given("loader", loader, "pass what reads the values");
        Arguments.given("limits", limits, "pass Limits.USUAL");
        if (ttl != null) {
            Durations.positive("ttl", ttl);
        }
    }

    /** Lists keys. The stream is closed, and not read to its end if enough was read. */
    @FunctionalInterface
    public interface KeyList {

        /**
         * Returns keys inside the region.
         *
         * @throws Exception whatever goes wrong; reported with the run
         */
        Stream<String> keys() throws Exception;
    }

    /** Lists keys whose values have changed. */
    @FunctionalInterface
    public interface ChangeList {

        /**
         * Returns keys inside the region that changed at or after a moment.
         *
         * @throws Exception whatever goes wrong; reported with the run
         */
        Stream<String> since(Instant moment) throws Exception;
    }

    /**
     * How much may be asked of a source.
     *
     * @param maximumBatch most keys of one call, 1 to 10,000
     * @param keysPerSecond most keys a second, evenly; {@link Double#POSITIVE_INFINITY} for no limit
     * @param concurrency most calls at once, 1 to 64
     * @param timeout after which a call is given up and its thread interrupted
     */
    public record Limits(int maximumBatch, double keysPerSecond, int concurrency, Duration timeout) {

        /** Batches of 500, no limit a second, one call at a time, 30 seconds. */
        public static final Limits USUAL = new Limits(USUAL_BATCH, Double.POSITIVE_INFINITY, 1, Duration.ofSeconds(30));

        private static final int MOST_KEYS = 10_000;
        private static final int MOST_CALLS = 64;

        /** Checks the values. */
        public Limits {
            if (maximumBatch < 1 || maximumBatch > MOST_KEYS) {
                throw new IllegalArgumentException("maximumBatch must be 1 to " + MOST_KEYS + " but was " + maximumBatch
                        + "; a few hundred suit most databases");
            }
            if (!(keysPerSecond > 0)) {
                throw new IllegalArgumentException("keysPerSecond must be positive but was " + keysPerSecond
                        + "; pass Double.POSITIVE_INFINITY for no limit");
            }
            if (concurrency < 1 || concurrency > MOST_CALLS) {
                throw new IllegalArgumentException("concurrency must be 1 to " + MOST_CALLS + " but was " + concurrency
                        + "; 1 is gentle, 4 is fast");
            }
            Durations.positive("timeout", timeout);
        }
    }

    /** Returns a source that reads many values in one call, for all keys of a region. */
    public static <V> Source<V> batch(Cache<V> region, BatchLoader<V> loader) {
        Arguments.given("region", region, "pass the region that is to be warmed");
        return new Source<>(region.name(), "*", loader, Limits.USUAL, 0, null, null, null);
    }

    /** Returns a source that reads values one by one, for all keys of a region. */
    public static <V> Source<V> single(Cache<V> region, Loader<V> loader) {
        Arguments.given("loader", loader, "pass what reads a value");
        return batch(region, keys -> oneByOne(keys, loader)).maximumBatch(1);
    }

    private static <V> Map<String, V> oneByOne(Iterable<String> keys, Loader<V> loader) throws Exception {
        Map<String, V> values = new HashMap<>();
        for (String key : keys) {
            V value = loader.load(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    /** Returns a copy for keys that match this glob. */
    public Source<V> pattern(String glob) {
        return new Source<>(region, glob, loader, limits, priority, ttl, allKeys, changedSince);
    }

    /** Returns a copy with this priority. */
    public Source<V> priority(int number) {
        return new Source<>(region, pattern, loader, limits, number, ttl, allKeys, changedSince);
    }

    /** Returns a copy that gives what it brings this time to live. */
    public Source<V> ttl(Duration time) {
        return new Source<>(
                region, pattern, loader, limits, priority, Durations.positive("ttl", time), allKeys, changedSince);
    }

    /** Returns a copy that can list its keys. */
    public Source<V> allKeys(KeyList list) {
        return new Source<>(region, pattern, loader, limits, priority, ttl, list, changedSince);
    }

    /** Returns a copy that can list what changed. */
    public Source<V> changedSince(ChangeList list) {
        return new Source<>(region, pattern, loader, limits, priority, ttl, allKeys, list);
    }

    private Source<V> limits(Limits other) {
        return new Source<>(region, pattern, loader, other, priority, ttl, allKeys, changedSince);
    }

    /** Returns a copy that is asked for so many keys at once. */
    public Source<V> maximumBatch(int keys) {
        return limits(new Limits(keys, limits.keysPerSecond(), limits.concurrency(), limits.timeout()));
    }

    /** Returns a copy that is asked for so many keys a second. */
    public Source<V> keysPerSecond(double rate) {
        return limits(new Limits(limits.maximumBatch(), rate, limits.concurrency(), limits.timeout()));
    }

    /** Returns a copy that takes so many calls at once. */
    public Source<V> concurrency(int calls) {
        return limits(new Limits(limits.maximumBatch(), limits.keysPerSecond(), calls, limits.timeout()));
    }

    /** Returns a copy whose calls may take so long. */
    public Source<V> timeout(Duration time) {
        return limits(new Limits(limits.maximumBatch(), limits.keysPerSecond(), limits.concurrency(), time));
    }
}
