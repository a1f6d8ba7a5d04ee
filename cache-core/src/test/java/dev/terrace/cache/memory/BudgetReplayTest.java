package dev.terrace.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the balancer with every fixed split, on reads whose heat swaps half-way. The figures are in ADR 0020. */
final class BudgetReplayTest {
    private static final int HALF = 150_000;
    private static final int SETTLED = HALF + 50_000;
    private static final long SEED = 20_261_120;

    @ParameterizedTest
    @CsvSource({"2000, 0.9", "8000, 0.9", "2000, 1.1", "8000, 1.1"})
    void keepsUpWithTheBestFixedSplitWhenTheHeatSwaps(long budget, double alpha) {
        Replay replay = new Replay(2 * HALF, SEED).add(HALF, alpha, 9, 1).add(HALF, alpha, 1, 9);
        Replay.Outcome balanced = replay.balanced(2, budget);
        Best best = best(replay, budget, 2);
        report(budget, alpha, best, balanced);

        assertThat(balanced.hitPercent(0)).isGreaterThan(best.overall + 0.3);
        assertThat(balanced.hitPercent(SETTLED)).isGreaterThan(best.settledOfBestOverall - 1);
        // Stricter: even the split that is best for just this window is hardly better.
        assertThat(balanced.hitPercent(SETTLED)).isGreaterThan(best.settled - 1.3);
    }

    @ParameterizedTest
    @CsvSource({"2000, 1.0", "8000, 1.0"})
    void scanWinsNothing(long budget, double alpha) {
        Replay replay = new Replay(2 * HALF, SEED).add(HALF, alpha, 13, 2, -5).add(HALF, alpha, 2, 13, -5);
        Replay.Outcome balanced = replay.balanced(3, budget);
        Best best = best(replay, budget, 3);
        report(budget, alpha, best, balanced);

        assertThat(balanced.maximum(2)).isEqualTo(budget / 100);
        assertThat(balanced.hitPercent(0)).isGreaterThan(best.overall - 1);
        assertThat(balanced.hitPercent(SETTLED)).isGreaterThan(best.settledOfBestOverall - 1);
    }

    @Test
    void idleRegionsTakeNothingFromABusyOne() {
        Replay replay = new Replay(100_000, SEED).add(100_000, 1.0, 1);
        double alone = replay.fixed(2000).hitPercent(50_000);
        assertThat(replay.balanced(30, 2000).hitPercent(50_000)).isGreaterThan(alone - 4);
        assertThat(replay.balanced(1, 2000).hitPercent(50_000)).isGreaterThan(alone - 0.5);
    }

    private record Best(double overall, double settled, double settledOfBestOverall) {}

    /** Tries all splits between the first two regions in steps of 5 %; a third gets nothing, which is best for a scan. */
    private static Best best(Replay replay, long budget, int regions) {
        Best best = new Best(0, 0, 0);
        for (int percent = 0; percent <= 100; percent += 5) {
            long[] maxima = new long[regions];
            maxima[0] = budget * percent / 100;
            maxima[1] = budget - maxima[0];
            Replay.Outcome outcome = replay.fixed(maxima);
            double overall = outcome.hitPercent(0);
            double settled = outcome.hitPercent(SETTLED);
            best = new Best(
                    Math.max(best.overall, overall),
                    Math.max(best.settled, settled),
                    overall > best.overall ? settled : best.settledOfBestOverall);
        }
        return best;
    }

    private static void report(long budget, double alpha, Best best, Replay.Outcome balanced) {
        System.out.printf(
                Locale.ROOT,
                "seed %d, budget %d, alpha %.1f: overall %.2f (best fixed split %.2f), settled %.2f (that split %.2f, best for"
                        + " the window %.2f)%n",
                SEED,
                budget,
                alpha,
                balanced.hitPercent(0),
                best.overall,
                balanced.hitPercent(SETTLED),
                best.settledOfBestOverall,
                best.settled);
    }
}
