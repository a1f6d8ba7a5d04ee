package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How fast is a cache warmed from a source that answers at once? */
@Asks(
        value = "Warming 100,000 keys at start",
        settings = "a source that lists its keys and answers at once, so that only the warming costs")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class WarmStart {

    private static final int KEYS = 100_000;

    private CacheManager manager;
    private Cache<String> cache;
    private Warmer warmer;

    /** Makes a cache that is cold and knows its source. */
    @Setup(Level.Iteration)
    public void open() {
        manager = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(2L * KEYS).maximumBytes(Long.MAX_VALUE))
                .build();
        cache = manager.cache("user", String.class);
        warmer = Warmer.attach(manager);
        warmer.register(
                "source",
                Source.batch(cache, WarmStart::values)
                        .allKeys(() -> IntStream.range(0, KEYS).mapToObj(i -> "user:" + i)));
    }

    private static Map<String, String> values(Iterable<String> keys) {
        Map<String, String> values = new HashMap<>();
        keys.forEach(key -> values.put(key, "value"));
        return values;
    }

    /** Ends the manager's threads. */
    @TearDown(Level.Iteration)
    public void close() {
        manager.close();
    }

    /**
     * The run.
     *
     * @param counted what it loaded
     */
    @Benchmark
    public void terrace(Loaded counted) {
        counted.loaded = warmer.warmNow().counts().loaded();
    }

    /** What was loaded. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Loaded {
        /** Keys. */
        public long loaded;
    }
}
