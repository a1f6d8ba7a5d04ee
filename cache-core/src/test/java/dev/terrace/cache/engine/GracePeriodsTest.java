package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.ConcurrentRun;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class GracePeriodsTest {

    private final GracePeriods grace = new GracePeriods();

    @Test
    void nothingIsWaitedForWhereNoStepIsUnderWay() {
        grace.enter().leave();
        assertThat(grace.elapse()).isCompleted();
    }

    @Test
    void aStepThatBeganBeforeIsWaitedFor() {
        GracePeriods.Period step = grace.enter();
        CompletableFuture<Void> elapsed = grace.elapse();
        assertThat(elapsed).isNotDone();
        step.leave();
        assertThat(elapsed).isCompleted();
    }

    @Test
    void aStepThatBeginsAfterIsNotWaitedFor() {
        GracePeriods.Period before = grace.enter();
        CompletableFuture<Void> elapsed = grace.elapse();
        GracePeriods.Period after = grace.enter();
        before.leave();
        assertThat(elapsed).isCompleted();
        after.leave();
    }

    @Test
    void everyStepThatBeganBeforeIsWaitedFor() {
        GracePeriods.Period first = grace.enter();
        GracePeriods.Period second = grace.enter();
        CompletableFuture<Void> elapsed = grace.elapse();
        second.leave();
        assertThat(elapsed).isNotDone();
        first.leave();
        assertThat(elapsed).isCompleted();
    }

    @Test
    void stepsOfEarlierPeriodsAreWaitedForToo() {
        GracePeriods.Period oldest = grace.enter();
        CompletableFuture<Void> first = grace.elapse();
        GracePeriods.Period younger = grace.enter();
        CompletableFuture<Void> second = grace.elapse();
        younger.leave();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        oldest.leave();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void aPeriodIsOverBeforeTheNextOneIs() {
        GracePeriods.Period oldest = grace.enter();
        CompletableFuture<Void> first = grace.elapse();
        GracePeriods.Period younger = grace.enter();
        CompletableFuture<Void> second = grace.elapse();
        oldest.leave();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        younger.leave();
        assertThat(second).isCompleted();
    }

    /** It saw the period before it was closed, and was held up before it counted. */
    @Test
    void aStepThatCountsItselfIntoAClosedPeriodHoldsItOpenAndEndsIt() {
        GracePeriods.Period step = grace.enter();
        CompletableFuture<Void> elapsed = grace.elapse();
        step.begin();
        step.leave();
        assertThat(elapsed).isNotDone();
        step.leave();
        assertThat(elapsed).isCompleted();
    }

    @Test
    void aStepThatCountsItselfIntoAPeriodThatIsOverHoldsNothingUp() {
        GracePeriods.Period over = grace.enter();
        over.leave();
        assertThat(grace.elapse()).isCompleted();
        over.begin();
        assertThat(grace.elapse()).isCompleted();
        over.leave();
        assertThat(grace.elapse()).isCompleted();
    }

    /** A step that finds the old state is over before the one who changed it goes on. */
    @Test
    void noStepThatSawTheOldStateIsUnderWayWhenItsGracePeriodIsOver() {
        Steps steps = new Steps(3);
        assertThat(ConcurrentRun.<Integer>of(4, i -> i == 0 ? steps::changeAndLook : steps.walk(i - 1))
                        .results()
                        .get(0))
                .as("steps that had seen an older state")
                .isZero();
    }

    /** Some threads begin and end steps, one changes the state they see and waits. */
    private final class Steps {

        private static final int CHANGES = 5_000;
        private static final long NONE = Long.MAX_VALUE;

        private final AtomicLong state = new AtomicLong();
        private final AtomicLongArray seen;
        private final AtomicInteger changes = new AtomicInteger();

        Steps(int walkers) {
            seen = new AtomicLongArray(walkers);
            for (int i = 0; i < walkers; i++) {
                seen.set(i, NONE);
            }
        }

        Callable<Integer> walk(int slot) {
            return () -> {
                while (changes.get() < CHANGES) {
                    GracePeriods.Period step = grace.enter();
                    seen.set(slot, state.get());
                    YieldingTier.yieldSometimes();
                    seen.set(slot, NONE);
                    step.leave();
                }
                return 0;
            };
        }

        int changeAndLook() {
            int late = 0;
            for (int i = 0; i < CHANGES; i++) {
                long now = state.incrementAndGet();
                grace.elapse().join();
                for (int slot = 0; slot < seen.length(); slot++) {
                    late += seen.get(slot) < now ? 1 : 0;
                }
                changes.incrementAndGet();
            }
            return late;
        }
    }
}
