package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.disk.ScratchFolder;
import dev.terrace.cache.benchmarks.disk.UniformKeys;
import dev.terrace.cache.benchmarks.peers.OpenPeer;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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

/** What does a write through all three tiers cost its caller, by strategy? */
@Asks(
        value = "A write of 1 KiB through memory, disk and Redis, by strategy",
        settings =
                "a Redis on this machine; by hand is Caffeine, a Chronicle Map and a SET by Jedis, one after the other;"
                        + " WRITE_BEHIND at the rate at which its queue drains",
        yardstick = "byHand",
        figure = "wall")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(PutStrategies.CALLS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class PutStrategies {

    static final int CALLS = 128;

    private static final int ENTRIES = 10_000;

    private final UniformKeys keys = new UniformKeys(ENTRIES);

    /**
     * Terrace.
     *
     * @param chain of three tiers
     * @param cpu counts processor time
     */
    @Benchmark
    public void terrace(Chain chain, CpuTime cpu) {
        int at = keys.nextBatch();
        cpu.times(CALLS, i -> chain.cache.set(keys.at(at + i), OpenPeer.profile(at + i)));
    }

    /**
     * The yardstick.
     *
     * @param pair memory and disk
     * @param cpu counts processor time
     */
    @Benchmark
    public void byHand(Hands pair, CpuTime cpu) {
        int at = keys.nextBatch();
        cpu.times(CALLS, i -> {
            pair.redis.peer().put(keys.at(at + i), OpenPeer.profile(at + i));
            pair.local.peer().put(keys.at(at + i), OpenPeer.profile(at + i));
        });
    }

    /** Terrace with three tiers. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH fills before it measures
    public static class Chain {

        private static final long BUDGET = 64L << 20;

        /** Which one. */
        @Param({"WRITE_THROUGH", "WRITE_BEHIND", "CACHE_ASIDE"})
        public WriteStrategy strategy;

        private ScratchFolder folder;
        private RedisServer server;
        private CacheManager manager;
        private Cache<Profile> cache;

        /** Opens it, and waits until the channel is open. */
        @Setup
        public void open() throws IOException {
            folder = ScratchFolder.make();
            server = RedisServer.start();
            manager = CacheManager.builder()
                    .memory(memory -> memory.maximumEntries(ENTRIES).maximumBytes(Long.MAX_VALUE))
                    .tier(DiskTier.at(folder.path().resolve("cache")).maximumBytes(BUDGET))
                    .tier(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(5)))
                    .build();
            cache = manager.cache("user", Profile.class, region -> region.writes(strategy));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                cache.set("first", OpenPeer.profile(0));
                return cache.get("first") != null;
            });
        }

        /** Closes it. */
        @TearDown
        public void close() throws IOException {
            manager.close();
            server.close();
            folder.close();
        }
    }

    /** The parts by hand. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH fills before it measures
    public static class Hands {

        private OpenPeer local;
        private OpenPeer redis;

        /** Opens them. */
        @Setup
        public void open() throws IOException {
            local = OpenPeer.of("hand-made", ENTRIES);
            redis = OpenPeer.of("jedis", ENTRIES);
        }

        /** Closes them. */
        @TearDown
        public void close() throws IOException {
            local.close();
            redis.close();
        }
    }
}
