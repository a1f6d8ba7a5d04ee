package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.CpuTime;
import dev.terrace.cache.benchmarks.ZipfKeys;
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

/** What does a hit in memory cost the peers? */
@Asks(
        value = "Peers: a hit in memory",
        settings = "100,000 keys resident, Zipf 0.99",
        yardstick = "peer peer=caffeine",
        threads = {1, 2, 4},
        peers = Work.MEMORY)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ZipfKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class PeerMemoryHit {

    /** Which one. */
    @Param({
        "caffeine",
        "terrace",
        "cache2k",
        "ehcache-heap",
        "ehcache-tiered",
        "infinispan-heap",
        "jetcache",
        "redisson-local"
    })
    public String peer;

    private OpenPeer open;

    /** Fills it with every key. */
    @Setup
    public void fill() throws IOException {
        open = OpenPeer.of(peer, 2 * ZipfKeys.KEYS);
        open.fill(ZipfKeys.KEYS);
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
    public void peer(ZipfKeys keys, CpuTime cpu, Blackhole hole) {
        Peer cache = open.peer();
        int at = keys.nextBatch();
        cpu.times(ZipfKeys.BATCH, i -> hole.consume(cache.get(keys.present(at + i))));
    }
}
