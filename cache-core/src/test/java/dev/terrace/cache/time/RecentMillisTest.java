package dev.terrace.cache.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecentMillisTest {

    private final FakeTime time = new FakeTime();
    private final RecentMillis recent = new RecentMillis(time);

    @Test
    void theFirstReadIsExact() {
        assertThat(recent.get()).isEqualTo(time.millis());
    }

    @Test
    void aReadIsAtMostATickBehindWhileSomebodyReads() {
        for (int i = 0; i < 10; i++) {
            recent.get();
            time.advance(RecentMillis.TICK.minusMillis(1));
            long now = time.millis();
            assertThat(recent.get()).isLessThanOrEqualTo(now).isGreaterThan(now - RecentMillis.TICK.toMillis());
        }
    }

    @Test
    void theFirstReadAfterALongTimeIsExact() {
        recent.get();
        time.advance(Duration.ofHours(1));

        assertThat(recent.get()).isEqualTo(time.millis());
    }

    @Test
    void anIdleClockAsksNothingOfTheTimer() {
        recent.get();
        recent.get();
        time.advance(RecentMillis.TICK.multipliedBy(3));

        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void aClosedClockIsExactAndStopsTicking() {
        recent.get();
        recent.close();
        time.advance(RecentMillis.TICK.dividedBy(2));

        assertThat(recent.get()).isEqualTo(time.millis());
        time.advance(RecentMillis.TICK);
        assertThat(time.pendingTasks()).isZero();
    }

    @Nested
    class InACache {

        @Test
        void anEntryExpiresToTheMillisecondHoweverFarTheCheapClockLiesBehind() {
            try (CacheManager manager =
                    CacheManager.builder().time(new Lagging(time)).build()) {
                Cache<String> cache = manager.cache("user", String.class);
                cache.set("1", "John", Duration.ofSeconds(5));

                time.advance(Duration.ofMillis(4999));
                assertThat(cache.get("1")).isEqualTo("John");
                time.advance(Duration.ofMillis(1));
                assertThat(cache.get("1")).isNull();
            }
        }

        @Test
        void theMachinesOwnClockServesAHit() {
            try (CacheManager manager = CacheManager.builder().build()) {
                Cache<String> cache = manager.cache("user", String.class);
                cache.set("1", "John", Duration.ofHours(1));

                assertThat(cache.get("1")).isEqualTo("John");
                assertThat(cache.get("1")).isEqualTo("John");
            }
        }
    }

    /** Its cheap clock is as late as it may be. */
    private record Lagging(TimeSource exact) implements TimeSource {

        @Override
        public long millis() {
            return exact.millis();
        }

        @Override
        public long recentMillis() {
            return exact.millis() - LONGEST_LAG_MILLIS;
        }

        @Override
        public long nanos() {
            return exact.nanos();
        }

        @Override
        public Scheduled after(Duration delay, Runnable task) {
            return exact.after(delay, task);
        }
    }
}
