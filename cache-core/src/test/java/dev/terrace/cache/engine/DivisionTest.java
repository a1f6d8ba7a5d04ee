package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic of a budget for two tiers. */
class DivisionTest {

    private static final long TOTAL = 1_000_000_000;
    private static final long NO_BOUND = Long.MAX_VALUE;

    private static long after(long total, long memory, long wanted, long mostMemory) {
        return Division.after(new Division(total, memory).saved(wanted), TOTAL, mostMemory)
                .memory();
    }

    @Test
    void theFirstTimeMemoryGetsATenth() {
        Division first = Division.after(null, TOTAL, NO_BOUND);
        assertThat(first.memory()).isEqualTo(TOTAL / 10);
        assertThat(first.below()).isEqualTo(TOTAL - TOTAL / 10);
    }

    @Test
    void memoryNeverGetsMoreThanItMayTakeOfTheHeap() {
        assertThat(Division.first(TOTAL, 70_000_000).memory()).isEqualTo(70_000_000);
        assertThat(after(TOTAL, TOTAL / 4, 0, 70_000_000)).isEqualTo(70_000_000);
        assertThat(after(TOTAL, TOTAL / 10, TOTAL / 2, 300_000_000)).isEqualTo(300_000_000);
    }

    @Test
    void whatMemoryCouldUseIsGivenToIt() {
        assertThat(after(TOTAL, TOTAL / 10, TOTAL / 4, NO_BOUND)).isEqualTo(TOTAL / 4);
        assertThat(after(TOTAL, TOTAL / 4, TOTAL / 10, NO_BOUND)).isEqualTo(TOTAL / 10);
    }

    @Test
    void butEachTierKeepsItsLeastShare() {
        assertThat(after(TOTAL, TOTAL / 10, 10 * TOTAL, NO_BOUND)).isEqualTo(TOTAL / 2);
        assertThat(after(TOTAL, TOTAL / 10, 1, NO_BOUND)).isEqualTo(TOTAL / 20);
    }

    @Test
    void aSmallDifferenceIsNotWorthAnEmptyDisk() {
        assertThat(after(TOTAL, TOTAL / 10, TOTAL / 7, NO_BOUND)).isEqualTo(TOTAL / 10);
        assertThat(after(TOTAL, TOTAL / 7, TOTAL / 10, NO_BOUND)).isEqualTo(TOTAL / 7);
        assertThat(after(TOTAL, TOTAL / 10, 3 * TOTAL / 20, NO_BOUND)).isEqualTo(3 * TOTAL / 20);
    }

    @Test
    void whatWasNotMeasuredStaysAsItIs() {
        assertThat(after(TOTAL, 123_456_789, 0, NO_BOUND)).isEqualTo(123_456_789);
    }

    @Test
    void anotherBudgetAndNonsenseBeginAnew() {
        assertThat(after(TOTAL / 2, TOTAL / 4, TOTAL / 4, NO_BOUND)).isEqualTo(TOTAL / 10);
        assertThat(after(TOTAL, -1, 0, NO_BOUND)).isEqualTo(TOTAL / 10);
        assertThat(after(TOTAL, TOTAL, 0, NO_BOUND)).isEqualTo(TOTAL / 10);
        assertThat(after(TOTAL, TOTAL / 4, -5, NO_BOUND)).isEqualTo(TOTAL / 10);
        assertThat(Division.after(new byte[7], TOTAL, NO_BOUND).memory()).isEqualTo(TOTAL / 10);
    }
}
