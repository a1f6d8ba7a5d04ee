package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.CpuTime;
import dev.terrace.cache.tier.Entry;
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

/** What does it cost to see that an entry of 64 KiB has expired? */
@Asks(
        value = "What does it cost to see that 64 KiB have expired?",
        yardstick = "chronicleCopy",
        quickThreads = {})
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class ExpiredHeader {

    private static final int ENTRIES = 1000;
    private static final int VALUE_BYTES = 64 << 10;
    private static final long BUDGET = 256L << 20;

    private final UniformKeys keys = new UniformKeys(ENTRIES);
    private ScratchFolder folder;
    private BareTier tier;
    private RawMap raw;

    /** Stores entries that are dead already; none is removed by a read. */
    @Setup
    public void fill() throws IOException {
        folder = ScratchFolder.make();
        tier = BareTier.start(folder.path().resolve("terrace"), BUDGET, VALUE_BYTES);
        raw = RawMap.at(folder.path().resolve("raw"), ENTRIES, VALUE_BYTES);
        Entry dead = BareTier.entry(VALUE_BYTES, 1);
        for (int i = 0; i < ENTRIES; i++) {
            tier.put(UniformKeys.key(i), dead);
            raw.put(UniformKeys.key(i), dead.bytes());
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
     * A miss of the tier, decided by the header.
     *
     * @param cpu counts processor time
     * @param hole takes the answers
     */
    @Benchmark
    public void terrace(CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(tier.get(keys.at(at + i))));
    }

    /**
     * The yardstick: a copy of the value, which is what a raw map has to offer.
     *
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void chronicleCopy(CpuTime cpu, Blackhole hole) {
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(raw.get(keys.at(at + i))));
    }
}
