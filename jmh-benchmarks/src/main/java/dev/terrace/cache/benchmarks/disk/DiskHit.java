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
import org.openjdk.jmh.infra.Blackhole;

/** What does a read cost that finds 1 KiB on disk (the page is in memory) and decodes it? */
@Asks(
        value = "What does a hit on disk cost, decoding included?",
        settings =
                "uniform keys, values of 1 KiB, the pages in memory; the yardstick is a raw Chronicle Map and the same codec",
        yardstick = "chronicleAndDecode",
        bars =
                @Bar(
                        text = "disk hit over a raw map and the same decoding",
                        over = "chronicleAndDecode",
                        most = 1.25,
                        why = "ADR 66"))
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UniformKeys.BATCH)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DiskHit {

    /**
     * Terrace, with the disk as the only tier of its chain.
     *
     * @param store to read from
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(CodecStore store, CpuTime cpu, Blackhole hole) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(store.terrace().get(keys.at(at + i))));
    }

    /**
     * The yardstick: a raw Chronicle Map and the same codec.
     *
     * @param store to read from
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void chronicleAndDecode(CodecStore store, CpuTime cpu, Blackhole hole) {
        UniformKeys keys = store.keys();
        int at = keys.nextBatch();
        cpu.times(UniformKeys.BATCH, i -> hole.consume(store.decode(store.raw().get(keys.at(at + i)))));
    }
}
