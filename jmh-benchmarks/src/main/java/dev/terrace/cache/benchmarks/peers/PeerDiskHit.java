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

/** What does a hit on disk cost the peers? */
@Asks(
        value = "Peers: a hit on disk, decoded",
        settings = "uniform keys, values of 1 KiB as Smile, the pages in memory",
        yardstick = "peer peer=chronicle-map",
        quickParams = "entries=100000",
        peers = Work.DISK,
        bars = {
            @Bar(
                    text = "disk hit over Ehcache's with the same Jackson codec",
                    of = "peer peer=terrace-disk",
                    over = "peer peer=ehcache-disk",
                    most = 0.2,
                    why = "ADR 66 has what a disk hit is made of"),
            @Bar(
                    text = "disk hit with Fory over Ehcache's with Jackson",
                    of = "peer peer=terrace-fory",
                    over = "peer peer=ehcache-disk",
                    most = 1.0 / 9,
                    why = "ADR 66 has what a disk hit is made of"),
            @Bar(
                    text = "disk hit at 1 million keys over that at 100,000",
                    of = "peer entries=1000000 peer=terrace-disk",
                    over = "peer entries=100000 peer=terrace-disk",
                    most = 1.6)
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class PeerDiskHit {

    /** Which one. */
    @Param({"chronicle-map", "terrace-disk", "terrace-fory", "ehcache-disk", "infinispan-disk", "rocksdb"})
    public String peer;

    /** How many keys are stored. */
    @Param({"100000", "1000000"})
    public int entries;

    private OpenPeer open;
    private UniformKeys keys;

    /** Fills it with every key. */
    @Setup
    public void fill() throws IOException {
        open = OpenPeer.of(peer, entries);
        open.fill(entries);
        keys = new UniformKeys(entries);
    }

    /** Closes it. */
    @TearDown
    public void close() throws IOException {
        open.close();
    }

    /**
     * A hit.
     *
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void peer(CpuTime cpu, Blackhole hole) {
        Peer cache = open.peer();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(cache.get(keys.at(at + i))));
    }
}
