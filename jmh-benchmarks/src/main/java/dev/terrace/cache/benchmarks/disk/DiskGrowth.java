package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.CpuTime;
import dev.terrace.cache.tier.Entry;
import java.io.IOException;
import java.util.Objects;
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

/** How does the cost of a read on disk grow with the number of entries, beside the map under it? */
@Asks(
        value = "How does a read on disk grow with the number of entries?",
        settings = "entries of 100 bytes, not decoded, uniform keys, the pages in memory",
        yardstick = "chronicle",
        quickParams = "entries=10000,100000",
        bars =
                @Bar(
                        text = "read at 10 million entries over that at 100,000",
                        of = "terrace entries=10000000",
                        over = "terrace entries=100000",
                        most = 2.5))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class DiskGrowth {

    private static final int VALUE_BYTES = 100;
    private static final long SMALLEST = 16L << 20;
    private static final long ROOM_PER_ENTRY = 400;

    /** How many there are. */
    @Param({"10000", "100000", "1000000", "10000000"})
    public int entries;

    private UniformKeys keys;
    private ScratchFolder folder;
    private BareTier tier;
    private RawMap raw;

    /** Fills both. */
    @Setup
    public void fill() throws IOException {
        folder = ScratchFolder.make();
        Entry entry = BareTier.foreverOf(VALUE_BYTES);
        long budget = Math.max(SMALLEST, entries * ROOM_PER_ENTRY);
        tier = BareTier.start(folder.path().resolve("terrace"), budget, VALUE_BYTES);
        raw = RawMap.at(folder.path().resolve("raw"), entries, entry.bytes().length);
        keys = new UniformKeys(entries);
        for (int i = 0; i < entries; i++) {
            tier.put(UniformKeys.key(i), entry);
            raw.put(UniformKeys.key(i), entry.bytes());
        }
    }

    /** Deletes them. */
    @TearDown
    public void delete() throws IOException {
        tier.close();
        raw.close();
        folder.close();
    }

    /**
     * The tier.
     *
     * @param cpu counts processor time
     * @param hole takes the entries
     */
    @Benchmark
    public void terrace(CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(Objects.requireNonNull(tier.get(keys.at(at + i)))));
    }

    /**
     * The yardstick.
     *
     * @param cpu counts processor time
     * @param hole takes the bytes
     */
    @Benchmark
    public void chronicle(CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(Objects.requireNonNull(raw.get(keys.at(at + i)))));
    }
}
