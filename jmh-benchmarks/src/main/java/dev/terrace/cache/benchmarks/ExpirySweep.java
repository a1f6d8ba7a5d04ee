package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

/** How long does it take to remove a million entries that have expired? */
@Asks(value = "Sweeping 1 million expired entries out of memory", settings = "cleanup() removes and counts them all")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class ExpirySweep {

    private static final int ENTRIES = 1_000_000;

    private final FakeTime time = new FakeTime();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .memory(memory -> memory.maximumEntries(2L * ENTRIES).maximumBytes(Long.MAX_VALUE))
            .build();
    private final Cache<String> cache = manager.cache("user", String.class);

    /** Fills it, and lets all of it expire. */
    @Setup(Level.Iteration)
    public void fill() {
        for (int i = 0; i < ENTRIES; i++) {
            cache.set("user:" + i, "value", Duration.ofMinutes(1));
        }
        time.advance(Duration.ofHours(1));
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        manager.close();
    }

    /** The sweep. */
    @Benchmark
    public long terrace() {
        return manager.cleanup();
    }
}
