package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
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

/**
 * What does a put cost when the tier is full and every key is new? The stream is at least ten times as long as the tier
 * has room. A raw map cannot do this by itself: its user removes the oldest key before each put.
 */
@Asks(
        value = "What does a put cost when everything is full and every key is new?",
        settings = "ten times as many entries of 1 KiB as fit",
        yardstick = "chronicleOldestOut",
        bars =
                @Bar(
                        text = "put into a full disk tier, over a raw map emptied by hand",
                        over = "chronicleOldestOut",
                        most = 1.67,
                        why = "ADR 65"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class OverflowStream {

    private static final int VALUE_BYTES = 1024;
    private static final int FITS = 40_000; // about what the budget has room for
    private static final int LENGTH = 10 * FITS;
    private static final long BUDGET = 48L << 20;

    private final Entry entry = BareTier.foreverOf(VALUE_BYTES);
    private ScratchFolder folder;
    private BareTier tier;
    private RawMap raw;
    private long next;

    /** Streams ten times the room through the tier, and fills the raw map. */
    @Setup
    public void fill() throws IOException {
        folder = ScratchFolder.make();
        tier = BareTier.start(folder.path().resolve("terrace"), BUDGET, VALUE_BYTES);
        raw = RawMap.at(folder.path().resolve("raw"), FITS, VALUE_BYTES);
        for (next = 0; next < LENGTH; next++) {
            tier.put("user:" + next, entry);
            if (next >= LENGTH - FITS) {
                raw.put("user:" + next, entry.bytes());
            }
        }
        if (tier.gauge("evictions") < LENGTH / 2.0) {
            throw new IllegalStateException(
                    "the stream has not filled the tier: " + tier.tier().gauges());
        }
    }

    /** Deletes both. */
    @TearDown
    public void delete() throws IOException {
        tier.close();
        raw.close();
        folder.close();
    }

    /**
     * New keys into a full tier.
     *
     * @param cpu counts processor time
     */
    @Benchmark
    public void terrace(CpuTime cpu) {
        cpu.times(UniformKeys.BATCH, i -> tier.put("user:" + next++, entry));
    }

    /**
     * The yardstick: a raw map from which the oldest key is removed by hand.
     *
     * @param cpu counts processor time
     */
    @Benchmark
    public void chronicleOldestOut(CpuTime cpu) {
        cpu.times(UniformKeys.BATCH, i -> {
            raw.remove("user:" + (next - FITS));
            raw.put("user:" + next++, entry.bytes());
        });
    }

    /**
     * No stream: plain puts over keys that are there.
     *
     * @param cpu counts processor time
     */
    @Benchmark
    public void chroniclePut(CpuTime cpu) {
        cpu.times(UniformKeys.BATCH, i -> raw.put("user:" + (LENGTH - FITS + next++ % FITS), entry.bytes()));
    }
}
