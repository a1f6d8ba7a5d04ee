package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.peers.OpenPeer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Do three tiers keep their promises in a process of 512 MB? */
@Asks(
        value = "All three tiers in a small process",
        settings =
                "-Xmx256m; 20,000 values of 1 KiB, room for 2,000 in memory, all of them on disk and in a Redis on this"
                        + " machine; mixed traffic is 90 % get, 9 % set, 1 % delete of 5,000 keys by Zipf 0.99, a miss is loaded; residentMegabytes"
                        + " is what the process holds at its end, without the pages of the mapped file",
        acceptance = true,
        bars = {
            @Bar(text = "hit in memory, p99", of = "memoryHit", figure = "p99", most = 1),
            @Bar(text = "hit on disk, p99", of = "diskHit", figure = "p99", most = 10),
            @Bar(text = "hit in Redis, p99", of = "redisHit", figure = "p99", most = 10),
            @Bar(text = "mixed operations a second, one thread", of = "mixed", figure = "wall", least = 1000),
            @Bar(
                    text = "hit ratio of the mixed traffic, from empty",
                    of = "workload",
                    figure = "hitRatio",
                    least = 0.95),
            @Bar(text = "resident megabytes after it", of = "workload", figure = "residentMegabytes", most = 512)
        })
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class SmallHeap {

    private static final int ENTRIES = 20_000;
    private static final int MIXED_KEYS = 5000;
    private static final int OPERATIONS = 300_000;
    private static final int SETS = 10;

    private final AtomicInteger loads = new AtomicInteger();

    /**
     * A hit in memory.
     *
     * @param chain has the entries
     */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public @Nullable Profile memoryHit(SmallChain chain) {
        return chain.inMemory().get("hot");
    }

    /**
     * A hit on disk.
     *
     * @param chain has the entries
     * @param traffic says which
     */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public @Nullable Profile diskHit(SmallChain chain, Traffic traffic) {
        return chain.onDisk().get(traffic.key(ENTRIES));
    }

    /**
     * A hit in Redis.
     *
     * @param chain has the entries
     * @param traffic says which
     */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public @Nullable Profile redisHit(SmallChain chain, Traffic traffic) {
        return chain.inRedis().get(traffic.key(ENTRIES));
    }

    /**
     * An operation of mixed traffic.
     *
     * @param chain has the entries
     * @param traffic says what to do
     */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public void mixed(SmallChain chain, Traffic traffic) {
        operate(chain.all(), traffic);
    }

    /**
     * Mixed traffic from empty.
     *
     * @param chain has no entries of this region
     * @param traffic says what to do
     * @param seen what came of it
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 3)
    public void workload(SmallChain chain, Traffic traffic, Seen seen) throws IOException {
        Cache<Profile> cache = chain.empty();
        loads.set(0);
        int reads = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            reads += operate(cache, traffic);
        }
        seen.hitRatio = 1 - (double) loads.get() / reads;
        seen.residentMegabytes = SmallChain.residentMegabytes();
    }

    /** Returns how many reads that was. */
    private int operate(Cache<Profile> cache, Traffic traffic) {
        String key = traffic.key(MIXED_KEYS);
        int kind = traffic.percent();
        if (kind == 0) {
            cache.delete(key);
            return 0;
        }
        if (kind < SETS) {
            cache.set(key, OpenPeer.profile(kind));
            return 0;
        }
        cache.get(key, missing -> OpenPeer.profile(loads.incrementAndGet() & 1023));
        return 1;
    }

    /** What came of the workload. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Seen {
        /** Reads that needed no load. */
        public double hitRatio;

        /** Heap, code and all other memory that is not a mapped file. */
        public double residentMegabytes;
    }
}
