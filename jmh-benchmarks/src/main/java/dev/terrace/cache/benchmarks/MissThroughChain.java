package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.TierKey;
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

/** What does a miss through memory and one empty lower tier cost, beside the two look-ups that it must make? */
@Asks(
        value = "What does a miss through memory and one empty lower tier cost?",
        settings = "100,000 absent keys; the yardstick makes the same two look-ups and nothing else",
        yardstick = "twoLookUps",
        bars = @Bar(text = "miss, over the two look-ups", over = "twoLookUps", most = 1.5, why = "ADR 52"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MissThroughChain {

    private static final int ROOM = 2 * ZipfKeys.KEYS;
    private static final String REGION = "user";

    private final com.github.benmanes.caffeine.cache.Cache<String, String> memory = Caffeine.newBuilder()
            .maximumSize(ROOM)
            .expireAfter(Expiry.<String, String>writing((key, value) -> Duration.ofHours(1)))
            .build();

    /** One for both contenders: an emptied map is not as cheap to ask as one that was never filled. */
    private final HeapTier lower = new HeapTier("heap", Long.MAX_VALUE);

    private final CacheManager manager = CacheManager.builder()
            .memory(settings -> settings.maximumEntries(ROOM))
            .tier(lower)
            .build();

    private final Cache<String> terrace = manager.cache(REGION, String.class);

    /** Fills memory with keys that are not asked for, and empties the lower tier. */
    @Setup
    public void fill() {
        for (int i = 0; i < ZipfKeys.KEYS; i++) {
            memory.put(ZipfKeys.key(i), "value:" + i);
            terrace.set(ZipfKeys.key(i), "value:" + i, Duration.ofHours(1));
        }
        manager.clear(lower.name());
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        manager.close();
    }

    /**
     * Terrace with memory and one empty tier below.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(terrace.get(keys.absent(at + i))));
    }

    /**
     * The two look-ups alone.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void twoLookUps(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> {
            String key = keys.absent(at + i);
            hole.consume(memory.getIfPresent(key));
            hole.consume(lower.get(new TierKey(REGION, key)));
        });
    }
}
