package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How much heap does an entry take, beside the same data in Caffeine alone? */
@Asks(
        value = "Heap of an entry in memory",
        settings = "100,000 values of 100 characters with a time to live, -Xmx256m; what stays after collections",
        yardstick = "caffeine",
        figure = "bytesPerEntry",
        acceptance = true,
        bars =
                @Bar(
                        text = "heap beside the same data in Caffeine alone, -Xmx256m",
                        over = "caffeine",
                        figure = "bytesPerEntry",
                        most = 1.5))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class MemoryPerEntry {

    private static final int ENTRIES = 100_000;
    private static final int LENGTH = 94;

    private static String value(int number) {
        return "v".repeat(LENGTH) + (100_000 + number);
    }

    /**
     * Terrace, with its own bookkeeping.
     *
     * @param counted heap
     */
    @Benchmark
    public void terrace(Heap counted) {
        long before = UsedHeap.bytes();
        try (CacheManager manager = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(2L * ENTRIES))
                .build()) {
            Cache<String> cache = manager.cache("user", String.class);
            for (int i = 0; i < ENTRIES; i++) {
                cache.set(ZipfKeys.key(i), value(i), Duration.ofHours(1));
            }
            long after = UsedHeap.bytes();
            counted.set(after - before, cache.get(ZipfKeys.key(0)));
        }
    }

    /**
     * The yardstick.
     *
     * @param counted heap
     */
    @Benchmark
    public void caffeine(Heap counted) {
        long before = UsedHeap.bytes();
        com.github.benmanes.caffeine.cache.Cache<String, String> cache = Caffeine.newBuilder()
                .maximumSize(2L * ENTRIES)
                .expireAfter(Expiry.<String, String>writing((key, value) -> Duration.ofHours(1)))
                .build();
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(ZipfKeys.key(i), value(i));
        }
        long after = UsedHeap.bytes();
        // Asked after the collections: a cache that nobody asks any more would be collected, too.
        counted.set(after - before, cache.getIfPresent(ZipfKeys.key(0)));
    }

    /** What stays. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {
        /** Of one entry, key and value included. */
        public double bytesPerEntry;

        private void set(long bytes, @Nullable String present) {
            bytesPerEntry = (double) bytes / ENTRIES;
            if (present == null) {
                throw new IllegalStateException("the entries did not fit; give this JVM more heap");
            }
        }
    }
}
