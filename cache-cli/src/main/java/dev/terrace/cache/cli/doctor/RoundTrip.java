package dev.terrace.cache.cli.doctor;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stores, reads and removes an entry in one tier alone, and takes the time of many. */
final class RoundTrip {

    private static final String REGION = "terrace-doctor";
    private static final String VALUE = "x".repeat(1024);
    private static final Duration SHORT = Duration.ofMinutes(1);

    private final TimeSource time;
    private final int rounds;

    /**
     * Makes one.
     *
     * @param rounds of which the time is taken; 0 for none
     */
    RoundTrip(TimeSource time, int rounds) {
        this.time = time;
        this.rounds = rounds;
    }

    /**
     * How long operations took, in nanoseconds.
     *
     * @param tier its name
     */
    record Times(String tier, long setP50, long setP99, long getP50, long getP99) {}

    /**
     * What a trip came to.
     *
     * @param times null if none were taken
     */
    record Trip(Finding finding, @Nullable Times times) {}

    /** Goes through the only tier of a manager, which ends with this call. */
    Trip through(String tier, String fix, ManagerBuilder manager) {
        String check = "round trip: " + tier;
        try (CacheManager alone = manager.build()) {
            Cache<String> region = alone.cache(REGION, String.class);
            String key = Long.toHexString(time.nanos());
            long begin = time.nanos();
            region.set(key, VALUE, SHORT);
            boolean isFound = VALUE.equals(region.get(key)) && isIn(region.explain(key), Explanation.State.FRESH);
            region.delete(key);
            boolean isRemoved = isIn(region.explain(key), Explanation.State.ABSENT);
            long nanos = time.nanos() - begin;
            if (!isFound || !isRemoved) {
                String what = isFound ? "an entry was not removed" : "an entry did not arrive";
                return new Trip(Finding.fail(check, what, fix), null);
            }
            return new Trip(Finding.ok(check, Numbers.nanos(nanos)), rounds == 0 ? null : measure(tier, region));
        } catch (RuntimeException e) {
            return new Trip(Finding.fail(check, String.valueOf(e.getMessage()), fix), null);
        }
    }

    /** A read alone does not say it: what waits to be written is found, too. */
    private static boolean isIn(Explanation explanation, Explanation.State state) {
        return explanation.pendingWrite() == null
                && explanation.tiers().stream().allMatch(tier -> tier.state() == state);
    }

    private Times measure(String tier, Cache<String> region) {
        long[] sets = new long[rounds];
        long[] gets = new long[rounds];
        for (int warmup = 0; warmup < 2; warmup++) {
            for (int i = 0; i < rounds; i++) {
                String key = "benchmark-" + i;
                long begin = time.nanos();
                region.set(key, VALUE, SHORT);
                long between = time.nanos();
                region.get(key);
                gets[i] = time.nanos() - between;
                sets[i] = between - begin;
            }
        }
        region.clear();
        Arrays.sort(sets);
        Arrays.sort(gets);
        return new Times(tier, at(sets, 0.5), at(sets, 0.99), at(gets, 0.5), at(gets, 0.99));
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) (quantile * (sorted.length - 1))];
    }
}
