package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.CacheMetrics;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What do metrics add to a hit in memory: meters bound, reads sampled, windows and alerts running? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MeasuredHit {

    private static final int ROOM = 2 * ZipfKeys.KEYS;

    private final CacheManager bare =
            CacheManager.builder().memory(memory -> memory.maximumEntries(ROOM)).build();

    private final CacheManager measured =
            CacheManager.builder().memory(memory -> memory.maximumEntries(ROOM)).build();

    private final Cache<String> without = bare.cache("user", String.class);
    private final Cache<String> with = measured.cache("user", String.class);
    private final CacheMetrics metrics = CacheMetrics.of(measured).bindTo(new SimpleMeterRegistry());

    /** Fills both caches with every key, so that each read of the measurement is a hit. */
    @Setup
    public void fill() {
        for (int i = 0; i < ZipfKeys.KEYS; i++) {
            without.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
            with.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
        }
    }

    /** Ends the managers' threads. */
    @TearDown
    public void close() {
        metrics.close();
        bare.close();
        measured.close();
    }

    /**
     * The yardstick: a manager that nobody measures.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void withoutMetrics(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        read(without, keys, cpu, hole);
    }

    /**
     * The same with everything on.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void withMetrics(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        read(with, keys, cpu, hole);
    }

    private static void read(Cache<String> cache, ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.begin();
        for (int i = 0; i < ZipfKeys.BATCH; i++) {
            hole.consume(cache.get(keys.present(at + i)));
        }
        cpu.end(ZipfKeys.BATCH);
    }
}
