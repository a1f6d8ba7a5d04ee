package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.Asks.Bar;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How soon has a program its first hit on disk after it was closed or killed? */
@Asks(
        value = "How soon is the disk warm after a restart?",
        settings =
                "a JVM of its own opens the folder; entries of 1 KiB; openMillis and firstHitMillis count from its main",
        figure = "firstHitMillis",
        quickParams = "entries=100000",
        bars = {
            @Bar(
                    text = "first hit after a clean close, ms",
                    of = "terrace after=close entries=1000000",
                    figure = "firstHitMillis",
                    most = 1000,
                    why = "ADR 66"),
            @Bar(
                    text = "first hit after kill -9, ms",
                    of = "terrace after=kill entries=1000000",
                    figure = "firstHitMillis",
                    most = 5000,
                    why = "ADR 66"),
            @Bar(text = "share of the entries that are still there", of = "terrace", figure = "hitRatio", least = 0.99)
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class Restart {

    /** How many there are. */
    @Param({"100000", "1000000"})
    public int entries;

    /** How the program before ended. */
    @Param({"close", "kill"})
    public String after;

    private ScratchFolder folder;

    /** Fills a folder. */
    @Setup
    public void fill() throws IOException, InterruptedException {
        folder = ScratchFolder.make();
        Restarts.fill(folder, entries);
    }

    /** Lets a program write until it is killed. */
    @Setup(Level.Iteration)
    public void end() throws IOException, InterruptedException {
        if (after.equals("kill")) {
            Restarts.killWriter(folder, entries);
        }
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
        folder.close();
    }

    /**
     * A JVM from its start to its end, with a look at 1,000 keys; the counters say what it saw.
     *
     * @param seen by the program
     */
    @Benchmark
    public void terrace(Seen seen) throws IOException, InterruptedException {
        List<String> found = Restarts.look(folder, entries);
        seen.openMillis = Double.parseDouble(found.get(0));
        seen.firstHitMillis = Double.parseDouble(found.get(2));
        seen.hitRatio = Double.parseDouble(found.get(4));
    }

    /** What the program said. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Seen {
        /** From its main. */
        public double openMillis;

        /** From its main. */
        public double firstHitMillis;

        /** Of 1,000 keys. */
        public double hitRatio;
    }
}
