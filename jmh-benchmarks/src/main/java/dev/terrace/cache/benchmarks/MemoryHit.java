package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.event.CacheListener;
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

/** What does a hit in memory cost, beside the Caffeine cache that a user would build by hand? */
@Asks(
        value = "What does a hit in memory cost?",
        settings = "100,000 keys resident, Zipf 0.99, looked up by other instances than those stored",
        yardstick = "caffeineWithExpiryPerEntry",
        threads = {1, 2, 4},
        quickThreads = {1, 2},
        bars = {
            @Bar(
                    text = "memory hit, 1 thread, over Caffeine with an expiry per entry",
                    of = "terrace threads=1",
                    over = "caffeineWithExpiryPerEntry",
                    most = 1.0),
            @Bar(
                    text = "memory hit, 2 threads, over Caffeine with an expiry per entry",
                    of = "terrace threads=2",
                    over = "caffeineWithExpiryPerEntry",
                    most = 1.15)
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MemoryHit {

    private static final int ROOM = 2 * ZipfKeys.KEYS;

    private final com.github.benmanes.caffeine.cache.Cache<String, String> expiring = Caffeine.newBuilder()
            .maximumSize(ROOM)
            .expireAfter(Expiry.<String, String>writing((key, value) -> Duration.ofHours(1)))
            .build();

    private final com.github.benmanes.caffeine.cache.Cache<String, String> plain =
            Caffeine.newBuilder().maximumSize(ROOM).build();

    private final CacheManager manager = CacheManager.builder()
            .memory(memory -> memory.maximumEntries(ROOM))
            .listener(new CacheListener() {})
            .build();

    private final Cache<String> terrace = manager.cache("user", String.class);

    /** Fills the caches with every key, so that each read of the measurement is a hit. */
    @Setup
    public void fill() {
        for (int i = 0; i < ZipfKeys.KEYS; i++) {
            String value = "value:" + i;
            expiring.put(ZipfKeys.key(i), value);
            plain.put(ZipfKeys.key(i), value);
            terrace.set(ZipfKeys.key(i), value, Duration.ofHours(1));
        }
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        manager.close();
    }

    /**
     * Terrace with a time to live per entry, statistics and a listener.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(terrace.get(keys.present(at + i))));
    }

    /**
     * The yardstick: raw Caffeine with a time to live per entry.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void caffeineWithExpiryPerEntry(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(expiring.getIfPresent(keys.present(at + i))));
    }

    /**
     * The floor: raw Caffeine with no expiry at all.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void caffeineWithoutExpiry(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(plain.getIfPresent(keys.present(at + i))));
    }
}
