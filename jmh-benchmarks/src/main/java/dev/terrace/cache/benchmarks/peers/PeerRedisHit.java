package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.CpuTime;
import dev.terrace.cache.benchmarks.disk.UniformKeys;
import java.io.IOException;
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

/** What does a hit in Redis cost the peers? */
@Asks(
        value = "A hit in Redis, decoded",
        settings = "a server on this machine without persistence, 10,000 keys, values of 1 KiB as Smile",
        yardstick = "peer peer=jedis",
        figure = "wall",
        threads = {1, 2, 4},
        peers = Work.REDIS,
        bars =
                @Bar(
                        text = "Redis hit over raw Jedis",
                        of = "peer peer=terrace-redis threads=1",
                        over = "peer peer=jedis",
                        most = 1.05))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(PeerRedisHit.CALLS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class PeerRedisHit {

    /** Which one. */
    @Param({"jedis", "terrace-redis", "jetcache-remote", "redisson-bucket"})
    public String peer;

    static final int CALLS = 64;

    private static final int ENTRIES = 10_000;

    private OpenPeer open;

    /** Fills it with every key. */
    @Setup
    public void fill() throws IOException {
        open = OpenPeer.of(peer, ENTRIES);
        open.fill(ENTRIES);
    }

    /** Closes it. */
    @TearDown
    public void close() throws IOException {
        open.close();
    }

    /**
     * A hit.
     *
     * @param keys to look up
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void peer(Keys keys, CpuTime cpu, Blackhole hole) {
        Peer cache = open.peer();
        int at = keys.picked.nextBatch();
        cpu.times(CALLS, i -> hole.consume(cache.get(keys.picked.at(at + i))));
    }

    /** Keys for each thread. */
    @State(Scope.Thread)
    public static class Keys {
        private final UniformKeys picked = new UniformKeys(ENTRIES);
    }
}
