package dev.terrace.cache.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long do removals of many keys take, until they hold for readers and until they are swept? */
@Asks(
        value = "Removing many of 1 million entries",
        settings =
                "user:12* matches 11,111 keys, as many have the label; effective: the asynchronous call has returned and"
                        + " no reader finds them; swept: the call that waits and counts has returned; memory tier",
        quickParams = "entries=1000000",
        bars = @Bar(text = "pattern effective on 1 million entries", of = "patternEffective", most = 1))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class RemovalOfMany {

    private static final String GLOB = "user:12*";
    private static final String PREFIX = "user:12";
    private static final String LABEL = "dozen";

    /** How many there are. */
    @Param("1000000")
    public int entries;

    private final com.github.benmanes.caffeine.cache.Cache<String, String> caffeine =
            Caffeine.newBuilder().maximumSize(Integer.MAX_VALUE).build();
    private CacheManager manager;
    private Cache<String> cache;
    private CompletableFuture<?> sweep = CompletableFuture.completedFuture(null);

    /** Makes the manager. */
    @Setup
    public void open() {
        manager = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(2L * entries).maximumBytes(Long.MAX_VALUE))
                .build();
        cache = manager.cache("user", String.class);
    }

    /** Puts back what the invocation before has removed, when its sweep is over. */
    @Setup(Level.Iteration)
    public void fill() {
        sweep.join();
        for (int i = 0; i < entries; i++) {
            String key = "user:" + i;
            if (!cache.contains(key)) {
                if (key.startsWith(PREFIX)) {
                    cache.set(key, "value", Duration.ofHours(1), LABEL);
                } else {
                    cache.set(key, "value", Duration.ofHours(1));
                }
            }
            caffeine.put(key, "value");
        }
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        sweep.join();
        manager.close();
    }

    /** By pattern, until it holds. */
    @Benchmark
    public @Nullable String patternEffective() {
        sweep = cache.async().invalidate(GLOB);
        return gone();
    }

    /** By pattern, until it is swept. */
    @Benchmark
    public long patternSwept() {
        return cache.invalidate(GLOB);
    }

    /** By label, until it holds. */
    @Benchmark
    public @Nullable String labelEffective() {
        sweep = cache.async().invalidateLabel(LABEL);
        return gone();
    }

    /** By label, until it is swept. */
    @Benchmark
    public long labelSwept() {
        return cache.invalidateLabel(LABEL);
    }

    /** All, until it holds. */
    @Benchmark
    public @Nullable String clearEffective() {
        sweep = cache.async().clear();
        return gone();
    }

    /** All, until it is swept. */
    @Benchmark
    public long clearSwept() {
        return cache.clear();
    }

    /** By pattern, as one does it with Caffeine. */
    @Benchmark
    public boolean caffeineScan() {
        return caffeine.asMap().keySet().removeIf(key -> key.startsWith(PREFIX));
    }

    private @Nullable String gone() {
        String found = cache.get(PREFIX);
        if (found != null) {
            throw new IllegalStateException("a removed key is still found");
        }
        return found;
    }
}
