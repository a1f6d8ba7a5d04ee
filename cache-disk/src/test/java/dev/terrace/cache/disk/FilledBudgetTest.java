package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the budget holds keys and values once much more has been written than fits. */
class FilledBudgetTest {

    private static final long BUDGET = 64L << 20;

    @Test
    void fourFifthsHoldEntriesOfAboutAKibibyte(@TempDir Path folder) throws IOException {
        double share = FillDisk.fill(folder.resolve("map"), "lognormal", SizingPlan.of(BUDGET), 3);
        assertThat(share).isBetween(0.80, 1.0);
    }

    @Test
    void threeQuartersHoldAMixOfVerySmallAndVeryLargeOnes(@TempDir Path folder) throws IOException {
        SizingPlan plan = SizingPlan.of(BUDGET, 3372, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES);
        double share = FillDisk.fill(folder.resolve("map"), "mix", plan, 3);
        assertThat(share).isBetween(0.75, 1.0);
    }
}
