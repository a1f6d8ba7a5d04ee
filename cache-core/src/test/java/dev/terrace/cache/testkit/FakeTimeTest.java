package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.time.TimeSource.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeTimeTest {

    private final FakeTime time = new FakeTime(1_000);
    private final List<String> ran = new ArrayList<>();

    @Test
    void bothClocksMoveByAdvanceAlone() {
        time.advance(Duration.ofMillis(250));

        assertThat(time.millis()).isEqualTo(1_250);
        assertThat(time.nanos()).isEqualTo(250_000_000);
    }

    @Test
    void tasksRunAtTheirOwnTimeAndInOrder() {
        time.after(Duration.ofMillis(20), () -> ran.add("b at " + time.millis()));
        time.after(Duration.ofMillis(10), () -> ran.add("a at " + time.millis()));
        time.after(Duration.ofMillis(20), () -> ran.add("c at " + time.millis()));
        time.after(Duration.ofMillis(31), () -> ran.add("late"));

        time.advance(Duration.ofMillis(30));

        assertThat(ran).containsExactly("a at 1010", "b at 1020", "c at 1020");
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void tasksOfTasksRunWhenTheyFallDueOnTheWay() {
        time.after(Duration.ofMillis(10), this::again);

        time.advance(Duration.ofMillis(35));

        assertThat(ran).containsExactly("1010", "1020", "1030");
        assertThat(time.millis()).isEqualTo(1_035);
    }

    private void again() {
        ran.add("" + time.millis());
        time.after(Duration.ofMillis(10), this::again);
    }

    @Test
    void aCancelledTaskNeverRuns() {
        Scheduled task = time.after(Duration.ofMillis(1), () -> ran.add("cancelled"));
        task.cancel();
        time.advance(Duration.ofSeconds(1));
        task.cancel();

        assertThat(ran).isEmpty();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void aTaskThatThrowsDoesNotStopTheOthers() {
        time.after(Duration.ZERO, () -> {
            throw new IllegalStateException("as asked");
        });
        time.after(Duration.ZERO, () -> ran.add("next"));

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("next");
        assertThat(time.failures()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aJumpOfTheWallClockLeavesTheRestAlone() {
        time.after(Duration.ofMillis(10), () -> ran.add("task"));
        time.setMillis(5);

        assertThat(time.millis()).isEqualTo(5);
        assertThat(time.nanos()).isZero();
        time.advance(Duration.ofMillis(10));
        assertThat(ran).containsExactly("task");
        assertThat(time.millis()).isEqualTo(15);
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.advance(Duration.ofMillis(-1)))
                .withMessageContaining("setMillis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.after(Duration.ofMillis(-1), () -> {}))
                .withMessageContaining("PT-0.001S");
    }
}
