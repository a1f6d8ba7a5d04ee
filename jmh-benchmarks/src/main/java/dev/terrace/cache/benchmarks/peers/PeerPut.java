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

/** What does a put cost the peers that keep it below memory, too? */
@Asks(
        value = "Peers: a put that replaces a value of 1 KiB",
        settings = "20,000 keys, uniform; hand-made is Caffeine over a Chronicle Map",
        yardstick = "peer peer=hand-made",
        peers = Work.DISK,
        bars =
                @Bar(
                        text = "put to memory and disk over the hand-made pair",
                        of = "peer peer=terrace-tiered",
                        over = "peer peer=hand-made",
                        most = 1.1))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class PeerPut {

    /** Which one. */
    @Param({"hand-made", "terrace-tiered", "ehcache-tiered", "infinispan-disk", "rocksdb"})
    public String peer;

    private static final int ENTRIES = 20_000;

    private OpenPeer open;
    private UniformKeys keys;

    /** Fills it with every key. */
    @Setup
    public void fill() throws IOException {
        open = OpenPeer.of(peer, ENTRIES);
        open.fill(ENTRIES);
        keys = new UniformKeys(ENTRIES);
    }

    /** Closes it. */
    @TearDown
    public void close() throws IOException {
        open.close();
    }

    /**
     * A put.
     *
     * @param cpu counts processor time
     */
    @Benchmark
    public void peer(CpuTime cpu) {
        Peer cache = open.peer();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> cache.put(keys.at(at + i), OpenPeer.profile(at + i)));
    }
}
