package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What do 64 callers cost that ask for one missing key at once? */
@Asks(
        value = "64 callers, one cold key, a loader that takes no time",
        settings = "100 keys, one after the other; loads: the most that any key took",
        yardstick = "caffeine",
        figure = "wall",
        bars = @Bar(text = "loads of one key for 64 callers", figure = "loads", most = 1))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class SingleFlight {

    private final ExecutorService callers = Stampede.callers();

    /** Ends the callers. */
    @TearDown
    public void close() {
        callers.shutdownNow();
    }

    /**
     * Terrace.
     *
     * @param counted how often it loaded
     */
    @Benchmark
    public void terrace(Loads counted) throws Exception {
        try (CacheManager manager = CacheManager.builder().build()) {
            Cache<String> cache = manager.cache("user", String.class);
            counted.loads = Stampede.mostLoads(callers, (key, loads) -> cache.get(key, name -> "v" + loads.getAsInt()));
        }
    }

    /**
     * The yardstick.
     *
     * @param counted how often it loaded
     */
    @Benchmark
    public void caffeine(Loads counted) throws Exception {
        com.github.benmanes.caffeine.cache.Cache<String, String> cache =
                Caffeine.newBuilder().maximumSize(1000).build();
        counted.loads = Stampede.mostLoads(callers, (key, loads) -> cache.get(key, name -> "v" + loads.getAsInt()));
    }

    /** How often a key was loaded. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Loads {
        /** The most of any key. */
        public int loads;
    }
}
