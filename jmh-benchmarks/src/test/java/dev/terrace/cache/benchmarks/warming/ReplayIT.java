package dev.terrace.cache.benchmarks.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.benchmarks.warming.Replay.Result;
import dev.terrace.cache.benchmarks.warming.Replay.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {

    private static final long SEED = 42;
    private static final int REPLAYS = 5;

    /**
     * The mean of some replays: which of two keys of equal heat is evicted is left to chance, and moves a single ratio by up
     * to four points.
     */
    @Test
    void afterARestartAWarmedCacheHitsLikeOneThatWasNeverDown() {
        for (Trace trace : List.of(Trace.zipf(SEED), Trace.shift(SEED), Trace.daily(SEED))) {
            double steady = meanOfFirstPercent(trace, Start.STEADY);
            double warm = meanOfFirstPercent(trace, Start.WARM);

            assertThat(warm).as(trace.name()).isGreaterThanOrEqualTo(steady - 5);
        }
    }

    private static double meanOfFirstPercent(Trace trace, Start start) {
        return IntStream.range(0, REPLAYS)
                .mapToDouble(replay -> Replay.of(trace, start).hitRatio(0.01))
                .average()
                .orElseThrow();
    }

    @Test
    void aColdOneDoesNot() {
        Trace trace = Trace.zipf(SEED);

        assertThat(Replay.of(trace, Start.COLD).hitRatio(0.01))
                .isLessThan(Replay.of(trace, Start.STEADY).hitRatio(0.01) - 10);
    }

    @Test
    void onADailyCyclePredictionIsAccurateAndBeatsFrequency() {
        checkPrediction(Start.WARM);
    }

    private static void checkPrediction(Start start) {
        Trace trace = Trace.daily(SEED);
        Result warm = Replay.of(trace, start);
        Result byFrequency = Replay.of(trace, Start.HEAT);

        assertThat(WarmingReportPage.useful(warm)).as("accuracy").isGreaterThanOrEqualTo(0.6);
        assertThat(warm.hitRatio(0.05)).isGreaterThanOrEqualTo(byFrequency.hitRatio(0.05) + 5);
    }

    @Test
    void withPredictionSwitchedOffThatDoesNotHold() {
        assertThatThrownBy(() -> checkPrediction(Start.HEAT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("accuracy");
    }

    @Test
    void aTraceFromAFileIsReplayed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("loop.txt");
        Files.writeString(
                file,
                IntStream.range(0, 3000).mapToObj(i -> String.valueOf(i % 50)).collect(Collectors.joining("\n")));
        Trace trace = Trace.of(file);

        assertThat(trace.room()).isEqualTo(5);
        assertThat(trace.after()).isEqualTo(1000);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        WarmingReportPage.print(
                new PrintStream(text, true, StandardCharsets.UTF_8), List.of(file.toString()), List.of());
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("| loop.txt | warmed |");
    }
}
