package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a hit in memory cost, beside the Caffeine cache that a user would build by hand? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MemoryHit {

    /** A power of two, so that picking a key costs one mask. */
    private static final int KEYS = 1 << 14;

    private final String[] keys = new String[KEYS];

    private final Cache<String, String> expiring = Caffeine.newBuilder()
            .maximumSize(2L * KEYS)
            .expireAfter(Expiry.<String, String>writing((key, value) -> Duration.ofHours(1)))
            .build();

    private final Cache<String, String> plain =
            Caffeine.newBuilder().maximumSize(2L * KEYS).build();

    /** Fills both caches with every key, so that each read of the measurement is a hit. */
    @Setup
    public void fill() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key:" + i;
            expiring.put(keys[i], "value:" + i);
            plain.put(keys[i], "value:" + i);
        }
    }

    /**
     * The yardstick: raw Caffeine with a time to live per entry.
     *
     * @return the value found
     */
    @Benchmark
    public @Nullable String caffeineWithExpiryPerEntry() {
        return expiring.getIfPresent(nextKey());
    }

    /**
     * The floor: raw Caffeine with no expiry at all.
     *
     * @return the value found
     */
    @Benchmark
    public @Nullable String caffeineWithoutExpiry() {
        return plain.getIfPresent(nextKey());
    }

    private String nextKey() {
        return keys[ThreadLocalRandom.current().nextInt() & (KEYS - 1)];
    }
}
