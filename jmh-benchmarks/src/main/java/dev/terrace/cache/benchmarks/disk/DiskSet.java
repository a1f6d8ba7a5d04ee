package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.CpuTime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What does a write cost that encodes 1 KiB and replaces it on disk (in the page cache)? */
@Asks(
        value = "What does a write to disk cost?",
        settings = "1 KiB, overwritten; the yardstick encodes and replaces in one context of a raw map",
        yardstick = "encodeAndChronicle",
        bars =
                @Bar(
                        text = "set on disk, over a raw map and the codec",
                        over = "encodeAndChronicle",
                        most = 1.5,
                        why = "ADR 66"))
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DiskSet {

    /**
     * Terrace, with the disk as the only tier of its chain.
     *
     * @param store to write to
     * @param cpu counts processor time
     */
    @Benchmark
    public void terrace(ProfileStore store, CpuTime cpu) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> store.terrace().set(keys.at(at + i), store.profile(at + i)));
    }

    /**
     * The yardstick: Jackson, and remove and insert in one context of a raw Chronicle Map.
     *
     * @param store to write to
     * @param cpu counts processor time
     */
    @Benchmark
    public void encodeAndChronicle(ProfileStore store, CpuTime cpu) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(
                UniformKeys.BATCH,
                i -> store.raw().removeAndInsert(keys.at(at + i), store.encode(store.profile(at + i))));
    }
}
