package dev.terrace.cache.redis.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.redis.coherence.Message.Goodbye;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import dev.terrace.cache.redis.coherence.Message.Marker;
import dev.terrace.cache.redis.coherence.Message.Range;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final long PATIENCE = 1000;
    private static final long SILENCE = 2000;
    private static final Sender SELF = new Sender(1, 1);
    private static final Sender OTHER = new Sender(2, 2);

    private final Attendance attendance = new Attendance(SELF, PATIENCE, SILENCE);

    @BeforeEach
    void subscribe() {
        attendance.begin(0);
    }

    private String hears(long number, long now) {
        return attendance.heard(new Marker(OTHER, number, 0), now);
    }

    private String hearsBeat(long last, long now, Range... unused) {
        return attendance.heard(new Heartbeat(OTHER, last, 0, List.of(unused)), now);
    }

    @Nested
    class AMissingNumber {

        @Test
        void isALossOnlyAfterAWhile() {
            assertThat(hears(5, 10)).isNull();
            assertThat(hears(7, 20)).isNull();
            assertThat(attendance.overdue(20 + PATIENCE)).isNull();
            assertThat(attendance.overdue(21 + PATIENCE)).contains("missing");
            attendance.forgive();
            assertThat(attendance.overdue(9999)).isNull();
        }

        @Test
        void isNoneWhenItComesLate() {
            hears(5, 10);
            hears(7, 20);
            hears(6, 30);
            assertThat(attendance.overdue(9999)).isNull();
        }

        @Test
        void isKnownFromAHeartbeatToo() {
            hears(5, 10);
            hearsBeat(6, 20);
            assertThat(attendance.overdue(21 + PATIENCE)).isNotNull();
        }

        @Test
        void isNoneIfItWasNeverSent() {
            hears(5, 10);
            hears(9, 20);
            hearsBeat(9, 30, new Range(6, 2), new Range(8, 1));
            assertThat(attendance.overdue(9999)).isNull();
        }

        @Test
        void isNoneIfItIsTheLastAndWasNeverSent() {
            hears(5, 10);
            hearsBeat(8, 20, new Range(6, 3));
            assertThat(attendance.overdue(9999)).isNull();
        }

        @Test
        void isALossAtOnceIfThereAreTooMany() {
            hears(5, 10);
            assertThat(hears(50_000, 20)).contains("missing");
            assertThat(hears(50_001, 30)).isNull();
        }

        @Test
        void isExpectedFromTheFirstOnIfTheSenderIsNew() {
            assertThat(hears(3, SILENCE + 1)).isNull();
            assertThat(attendance.overdue(SILENCE + PATIENCE + 2)).isNotNull();
        }

        @Test
        void beforeTheFirstOneHeardIsNotExpectedOfASenderWhoWasThere() {
            assertThat(hears(3, SILENCE)).isNull();
            assertThat(hearsBeat(3, SILENCE)).isNull();
            assertThat(attendance.overdue(9999)).isNull();
        }

        @Test
        void holdsTheBoundBackUntilItComes() {
            hears(5, 10);
            hears(7, 20);
            assertThat(attendance.isCompleteSince(20)).isFalse();
            assertThat(attendance.isCompleteSince(19)).isTrue();
            hears(6, 30);
            assertThat(attendance.isCompleteSince(20)).isTrue();
        }
    }

    @Nested
    class ASender {

        @Test
        void whoFallsSilentIsALoss() {
            hears(1, 10);
            assertThat(attendance.ownHeartbeat(100)).isNull();
            assertThat(attendance.ownHeartbeat(100 + SILENCE)).isNull();
            assertThat(attendance.ownHeartbeat(101 + SILENCE)).contains("silent");
            assertThat(attendance.isPresent(OTHER)).isFalse();
            assertThat(attendance.ownHeartbeat(999_999)).isNull();
        }

        @Test
        void whoGoesOnIsNone() {
            for (int i = 1; i < 10; i++) {
                hears(i, i * SILENCE);
                assertThat(attendance.ownHeartbeat(i * SILENCE)).isNull();
            }
            assertThat(attendance.isPresent(OTHER)).isTrue();
            assertThat(attendance.count()).isEqualTo(1);
        }

        @Test
        void whoSaidGoodbyeIsNone() {
            hears(1, 10);
            attendance.heard(new Goodbye(OTHER, 1), 20);
            attendance.ownHeartbeat(100);
            assertThat(attendance.ownHeartbeat(999_999)).isNull();
            assertThat(attendance.isPresent(OTHER)).isFalse();
        }

        @Test
        void whoSaidGoodbyeMayHaveLeftMessagesThatAreMissing() {
            hears(1, 10);
            attendance.heard(new Goodbye(OTHER, 2), 20);
            assertThat(attendance.overdue(21 + PATIENCE)).isNotNull();
        }

        @Test
        void isNotMissedBecauseThisProcessWasStopped() {
            attendance.ownHeartbeat(100);
            hears(1, 110);
            hears(2, 999_999);
            assertThat(attendance.ownHeartbeat(600)).isNull();
        }
    }

    @Test
    void tooManySendersAreALossAndNoMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(attendance.heard(new Marker(new Sender(i, 0), 1, 0), 5)).isNull();
        }
        assertThat(attendance.heard(new Marker(new Sender(10_001, 0), 1, 0), 5)).contains("senders");
    }
}
