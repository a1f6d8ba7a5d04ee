package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.testkit.FakeTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ranking of ten million reads of a manager, each of them through the buffers of the reading thread. */
class RankingIT {

    private static final int KEYS = 1_000_000;
    private static final int READS = 10_000_000;
    private static final int TOP = 1_000;

    /** Fewer than a buffer takes, as when a thread makes fifty thousand reads a second. */
    private static final int READS_A_DRAIN = 900;

    /** So many that only one read in ten is recorded. */
    private static final int TOO_MANY_READS_A_DRAIN = 10_000;

    private final int[] stream = Traces.zipf(KEYS, 0.99, READS, new Random(42));

    @Test
    void ofTheTopThousandOfAZipfStream95PerCentAreFoundInTheDefaultMemory() {
        double found = found(READS_A_DRAIN);
        System.out.printf("seed 42, all reads recorded: %.1f %% of the top %d found%n", 100 * found, TOP);
        assertThat(found).isGreaterThanOrEqualTo(0.95);
    }

    /** What overflows is lost at random: a sample ranks the same keys, with more errors at the edge. */
    @Test
    void ofASampleMostAreFound() {
        double found = found(TOO_MANY_READS_A_DRAIN);
        System.out.printf("seed 42, a tenth of the reads recorded: %.1f %% of the top %d found%n", 100 * found, TOP);
        assertThat(found).isGreaterThanOrEqualTo(0.9);
    }

    private double found(int readsADrain) {
        String[] keys = IntStream.range(0, KEYS).mapToObj(i -> "user:" + i).toArray(String[]::new);
        try (CacheManager caches = CacheManager.builder()
                .time(new FakeTime())
                .executor(Runnable::run)
                .build()) {
            Cache<String> users = caches.cache("user", String.class);
            Warmer warmer = Warmer.attach(caches);
            for (int i = 0; i < READS; i++) {
                users.get(keys[stream[i]]);
                if (i % readsADrain == 0) {
                    warmer.drain();
                }
            }
            warmer.drain();
            assertThat(warmer.gauges().get("patterns.bytes"))
                    .isLessThan((double) WarmingSettings.DEFAULT.maximumBytes());
            Set<String> top = top(keys);
            top.retainAll(warmer.hottest("user", TOP).stream().map(HotKey::key).toList());
            return (double) top.size() / TOP;
        }
    }

    private Set<String> top(String[] keys) {
        int[] counts = new int[KEYS];
        for (int key : stream) {
            counts[key]++;
        }
        long[] ranked = IntStream.range(0, KEYS)
                .mapToLong(key -> ((long) counts[key] << Integer.SIZE) + key)
                .sorted()
                .toArray();
        Set<String> top = new HashSet<>();
        Arrays.stream(ranked, KEYS - TOP, KEYS).forEach(each -> top.add(keys[(int) each]));
        return top;
    }
}
