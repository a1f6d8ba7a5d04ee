package dev.terrace.cache.benchmarks.disk;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.CpuTime;
import dev.terrace.cache.disk.DiskTier;
import java.io.IOException;
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

/** What does a hit on disk cost that is copied up into memory? */
@Asks(
        value = "What does a hit on disk cost that is copied up into memory?",
        settings = "100,000 keys of 1 KiB on disk, uniform, room for 1,000 in memory: nearly every read promotes; the"
                + " yardstick reads a raw map, decodes and puts into Caffeine by hand",
        yardstick = "byHand",
        bars = @Bar(text = "promotion, over the same by hand", over = "byHand", most = 1.25, why = "ADR 66"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class Promotion {

    private static final int ROOM = 1000;
    private static final long BUDGET = 256L << 20;

    private final com.github.benmanes.caffeine.cache.Cache<String, Profile> memory =
            Caffeine.newBuilder().maximumSize(ROOM).build();
    private ScratchFolder folder;
    private CacheManager manager;
    private Cache<Profile> terrace;

    /** Fills the tier; the raw map is filled by its own state. */
    @Setup
    public void fill(ProfileStore store) throws IOException {
        folder = ScratchFolder.make();
        manager = CacheManager.builder()
                .memory(settings -> settings.maximumEntries(ROOM))
                .tier(DiskTier.at(folder.path().resolve("both")).maximumBytes(BUDGET))
                .build();
        terrace = manager.cache("user", Profile.class);
        for (int i = 0; i < store.entries; i++) {
            terrace.set(UniformKeys.key(i), store.profile(i));
        }
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
        manager.close();
        folder.close();
    }

    /**
     * Terrace.
     *
     * @param store has the keys
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(ProfileStore store, CpuTime cpu, Blackhole hole) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(terrace.get(keys.at(at + i))));
    }

    /**
     * The yardstick.
     *
     * @param store has the keys and the raw map
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void byHand(ProfileStore store, CpuTime cpu, Blackhole hole) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(read(store, keys.at(at + i))));
    }

    private Profile read(ProfileStore store, String key) {
        Profile found = memory.getIfPresent(key);
        if (found == null) {
            found = store.decode(store.raw().get(key));
            memory.put(key, found);
        }
        return found;
    }
}
