package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.warming.Warmer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What do listener, access recording and metrics add to a hit in memory? */
@Asks(
        value = "What does it cost to look at a hit in memory?",
        settings = "statistics are always on; recorded: a warmer measures what is read; measured: meters bound, reads"
                + " sampled, windows and alerts running; all: both and a listener",
        yardstick = "terrace observed=nothing",
        bars = {
            @Bar(
                    text = "memory hit with access recording on, over off",
                    of = "terrace observed=recorded",
                    over = "terrace observed=nothing",
                    most = 1.1),
            @Bar(
                    text = "memory hit with Micrometer on, over off",
                    of = "terrace observed=measured",
                    over = "terrace observed=nothing",
                    most = 1.1),
            @Bar(
                    text = "memory hit with listener, recording and Micrometer on, over all off",
                    of = "terrace observed=all",
                    over = "terrace observed=nothing",
                    most = 1.2)
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class ObservedHit {

    private static final int ROOM = 2 * ZipfKeys.KEYS;

    /** Who looks on. */
    @Param({"nothing", "recorded", "measured", "all"})
    public String observed;

    private CacheManager manager;
    private CacheMetrics metrics;
    private Cache<String> cache;

    /** Fills the cache with every key, so that each read of the measurement is a hit, and begins to look on. */
    @Setup
    public void fill() {
        boolean isAll = observed.equals("all");
        ManagerBuilder builder = CacheManager.builder().memory(memory -> memory.maximumEntries(ROOM));
        manager = isAll ? builder.listener(new CacheListener() {}).build() : builder.build();
        cache = manager.cache("user", String.class);
        for (int i = 0; i < ZipfKeys.KEYS; i++) {
            cache.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
        }
        if (isAll || observed.equals("measured")) {
            metrics = CacheMetrics.of(manager).bindTo(new SimpleMeterRegistry());
        }
        if (isAll || observed.equals("recorded")) {
            Warmer.attach(manager);
        }
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
        manager.close();
    }

    /**
     * A hit.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(cache.get(keys.present(at + i))));
    }
}
