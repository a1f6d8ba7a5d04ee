package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Traffic;
import dev.terrace.cache.benchmarks.disk.Profile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does an operation take in mixed traffic, with its tail? */
@Asks(
        value = "Mixed traffic: 90 % get, 9 % set, 1 % delete",
        settings = "20,000 keys, Zipf 0.99, values of 1 KiB; a get that misses is followed by a put",
        yardstick = "peer peer=hand-made",
        threads = {1, 2, 4},
        peers = Work.MEMORY)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class Mixed {

    /** Which one. */
    @Param({"hand-made", "terrace-tiered", "ehcache-tiered", "caffeine", "jetcache", "redisson-local"})
    public String peer;

    private static final int SETS = 10;
    private static final int ENTRIES = 20_000;

    private OpenPeer open;

    /** Fills it with the frequent keys. */
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
     * One operation.
     *
     * @param traffic what comes next
     * @return what was found
     */
    @Benchmark
    public @Nullable Profile peer(Traffic traffic) {
        Peer cache = open.peer();
        String key = traffic.key(ENTRIES);
        int kind = traffic.percent();
        if (kind == 0) {
            cache.delete(key);
            return null;
        }
        Profile found = kind < SETS ? null : cache.get(key);
        if (found == null) {
            cache.put(key, OpenPeer.profile(kind));
        }
        return found;
    }
}
