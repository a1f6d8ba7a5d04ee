package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.warming.Warmer;
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

/** What does a hit in memory cost while a warmer records which keys are read, beside the same hit without one? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecordedHit {

    private static final int ROOM = 2 * ZipfKeys.KEYS;

    private final CacheManager recordedManager = manager();
    private final CacheManager plainManager = manager();
    private final Cache<String> recorded = recordedManager.cache("user", String.class);
    private final Cache<String> plain = plainManager.cache("user", String.class);

    private static CacheManager manager() {
        return CacheManager.builder()
                .memory(memory -> memory.maximumEntries(ROOM))
                .build();
    }

    /** Fills the caches with every key, so that each read of the measurement is a hit, and begins to record one of them. */
    @Setup
    public void fill() {
        for (int i = 0; i < ZipfKeys.KEYS; i++) {
            recorded.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
            plain.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
        }
        Warmer.attach(recordedManager);
    }

    /** Ends the managers' threads. */
    @TearDown
    public void close() {
        recordedManager.close();
        plainManager.close();
    }

    /**
     * A hit that is recorded.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void recorded(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.begin();
        for (int i = 0; i < ZipfKeys.BATCH; i++) {
            hole.consume(recorded.get(keys.present(at + i)));
        }
        cpu.end(ZipfKeys.BATCH);
    }

    /**
     * The yardstick: a hit that is not.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void notRecorded(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.begin();
        for (int i = 0; i < ZipfKeys.BATCH; i++) {
            hole.consume(plain.get(keys.present(at + i)));
        }
        cpu.end(ZipfKeys.BATCH);
    }
}
