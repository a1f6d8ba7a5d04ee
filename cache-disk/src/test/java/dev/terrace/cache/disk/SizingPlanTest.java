package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizingPlanTest {

    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void allSharesTogetherNeverExceedTheBudget(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            long budget = logUniform(random, SizingPlan.SMALLEST_BUDGET, SizingPlan.LARGEST_BUDGET);
            int value = (int) logUniform(random, 1, 1 << 20);
            int inline = (int) logUniform(random, 1, 4 << 20);
            SizingPlan plan = SizingPlan.of(budget, value, inline);
            String of = "seed " + seed + ": " + plan;

            long total = plan.mapBytes() + plan.sideBytes() + plan.journalBytes() + SizingPlan.RESERVE_BYTES;
            assertThat(total).as(of).isLessThanOrEqualTo(budget);
            assertThat(Integer.bitCount(plan.segments())).as(of).isOne();
            assertThat(plan.layout().entriesSetting())
                    .as(of)
                    .isLessThanOrEqualTo(plan.layout().chunks());
            if (budget >= 16 * MIB) {
                assertThat((double) plan.mapBytes() / budget).as(of).isGreaterThan(0.85);
            }
        }
    }

    @Test
    void aPlanForOneKibibyteUsesNearlyAllOfTheMapForEntries() {
        for (long budget : new long[] {64 * MIB, GIB, 100 * GIB}) {
            SizingPlan plan = SizingPlan.of(budget);
            assertThat((double) plan.chunkSpaceBytes() / budget).isGreaterThan(0.91);
        }
    }

    @Test
    void segmentsHoldFourOfTheLargestInlineEntriesWhereTheBudgetAllows() {
        SizingPlan plan = SizingPlan.of(GIB, 100, 64 << 10);
        assertThat(plan.largestInlineBytes()).isGreaterThanOrEqualTo(64 << 10);
    }

    @Test
    void largeValuesGetAShareOfTheBudgetOnceItCanHoldAny() {
        assertThat(SizingPlan.of(MIB).sideBytes()).isZero();
        assertThat(SizingPlan.of(MIB).largestValueBytes())
                .isEqualTo(SizingPlan.of(MIB).largestInlineBytes());
        assertThat(SizingPlan.of(4 * GIB).largestValueBytes()).isEqualTo(SizingPlan.LARGEST_SIDE_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1024",
        "1, 100",
        "2, 60000",
        "3, 1024",
        "5, 17",
        "17, 100",
        "40, 1024",
        "64, 3372",
        "150, 1024",
        "200, 64"
    })
    void theMapFileHasExactlyThePlannedLength(long mebibytes, int value, @TempDir Path folder) throws IOException {
        SizingPlan plan = SizingPlan.of(mebibytes * MIB, value, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES);
        Path file = folder.resolve("map");
        MapFiles.create(file, new TestDisk().around(plan)).close(); // compares the length itself, and fails
        assertThat(file).hasSize(plan.mapBytes());
        Files.delete(file);
    }

    @ParameterizedTest
    @CsvSource({
        "1048575, 1024, 1024, maximumBytes must be between 1048576 and 107374182400 bytes but was 1048575",
        "107374182401, 1024, 1024, maximumBytes must be between 1048576 and 107374182400 bytes but was 107374182401",
        "1048576, 0, 1024, averageValueBytes must be between 1 and 1048576 bytes but was 0",
        "1048576, 1024, 0, largestInlineBytes must be between 1 and 4194304 bytes but was 0",
    })
    void sizesOutOfRangeAreRefusedByName(long budget, int value, int inline, String message) {
        assertThatThrownBy(() -> SizingPlan.of(budget, value, inline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLayoutThatTheLibraryWouldChangeIsRefused() {
        assertThatThrownBy(() -> new SegmentLayout(300, 64, 1000))
                .hasMessageContaining("hashSlots must be a power of two");
        assertThatThrownBy(() -> new SegmentLayout(256, 4, 1000)).hasMessageContaining("chunkBytes must be at least 8");
        assertThatThrownBy(() -> new SegmentLayout(256, 64, 100)).hasMessageContaining("chunks must be at least half");
    }

    @Test
    void plansForDifferentFilesHaveDifferentFingerprints() {
        assertThat(SizingPlan.of(64 * MIB).fingerprint())
                .isEqualTo(SizingPlan.of(64 * MIB).fingerprint())
                .isNotEqualTo(SizingPlan.of(65 * MIB).fingerprint());
    }

    private static long logUniform(SplittableRandom random, long least, long most) {
        return Math.min(most, (long) (least * Math.pow((double) most / least, random.nextDouble())));
    }
}
