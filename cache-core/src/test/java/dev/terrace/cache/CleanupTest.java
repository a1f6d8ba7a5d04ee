package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.RecordedLogs;
import dev.terrace.cache.testkit.ReferenceTier;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expired entries are removed when asked and by the job. */
class CleanupTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeTime time = new FakeTime();
    private final ReferenceTier reference = new ReferenceTier();
    private final FlakyTier below = FlakyTier.around(reference);
    private CacheManager manager = CacheManager.builder().time(time).build();

    @BeforeEach
    void forgetLogs() {
        RecordedLogs.clear();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** The job runs on the thread that moves the clock. */
    private Cache<String> start(Duration interval) {
        manager.close();
        RecordedLogs.clear();
        manager = CacheManager.builder()
                .time(time)
                .tier(below)
                .executor(Runnable::run)
                .cleanupEvery(interval)
                .build();
        return manager.cache("user", String.class);
    }

    @Test
    void cleanupRemovesWhatIsExpiredFromEveryTierAndCounts() {
        Cache<String> cache = start(HOUR.multipliedBy(10));
        cache.set("short", "v", MINUTE);
        cache.set("long", "v", HOUR);
        cache.set("for ever", "v");
        assertThat(manager.cleanup()).isZero();
        time.advance(MINUTE);
        assertThat(manager.cleanup()).as("in memory and below").isEqualTo(2);
        assertThat(reference.size().entries()).isEqualTo(2);
        assertThat(manager.stats().sizes().get("memory").entries()).isEqualTo(2);
        assertThat(manager.cleanup()).isZero();
        assertThat(cache.stats().removals()).containsEntry("expiry", 1L);
    }

    @Test
    void theJobRunsEveryIntervalAndStopsWithTheManager() {
        Cache<String> cache = start(Duration.ofSeconds(90));
        assertThat(RecordedLogs.linesWith("cache_cleanup_"))
                .containsExactly("cache_cleanup_started interval_seconds=90");
        cache.set("a", "v", MINUTE);
        time.advance(Duration.ofSeconds(89));
        assertThat(RecordedLogs.linesWith("cache_cleanup_executed")).isEmpty();
        time.advance(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(90));
        manager.close();
        time.advance(HOUR);
        assertThat(RecordedLogs.linesWith("cache_cleanup_"))
                .containsExactly(
                        "cache_cleanup_started interval_seconds=90",
                        "cache_cleanup_executed deleted_count=2",
                        "cache_cleanup_executed deleted_count=0",
                        "cache_cleanup_stopped");
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void theJobRunsEveryHourUnlessToldOtherwise() {
        manager.close();
        RecordedLogs.clear();
        manager = CacheManager.builder().time(time).executor(Runnable::run).build();
        assertThat(RecordedLogs.linesWith("cache_cleanup_"))
                .containsExactly("cache_cleanup_started interval_seconds=3600");
        time.advance(HOUR.minusMillis(1));
        assertThat(RecordedLogs.linesWith("cache_cleanup_executed")).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(RecordedLogs.linesWith("cache_cleanup_executed")).hasSize(1);
    }

    @Test
    void aRunInWhichATierFailedIsTriedAgainAfterGrowingPauses() {
        Cache<String> cache = start(MINUTE);
        cache.set("a", "v", Duration.ofSeconds(1));
        below.faults().throwNext(Operation.SCAN, 3);
        time.advance(MINUTE);
        assertThat(executed()).isEqualTo(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(executed()).isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(executed()).isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(executed()).isEqualTo(3);
        assertThat(reference.size().entries()).isEqualTo(1);
        time.advance(Duration.ofSeconds(4));
        assertThat(executed()).isEqualTo(4);
        assertThat(reference.size().entries()).isZero();
        time.advance(Duration.ofSeconds(59));
        assertThat(executed()).as("the interval again").isEqualTo(4);
        time.advance(Duration.ofSeconds(1));
        assertThat(executed()).isEqualTo(5);
    }

    @Test
    void theJobSurvivesHundredsOfFailuresAndNeverPausesLongerThanTheInterval() {
        start(MINUTE);
        below.faults().throwAlways();
        time.advance(Duration.ofHours(10));
        assertThat(executed()).isGreaterThan(500);
        assertThat(time.failures()).isEmpty();
    }

    private static int executed() {
        return RecordedLogs.linesWith("cache_cleanup_executed").size();
    }

    @Test
    void whatWentBeforeATierFailedIsCounted() {
        Cache<String> cache = start(HOUR);
        for (int i = 0; i < 200; i++) {
            cache.set("k" + i, "v", MINUTE);
        }
        time.advance(MINUTE);
        manager.clear("memory");
        below.faults().pauseBefore(Operation.STEP).release();
        assertThat(manager.cleanup()).isEqualTo(200);
        assertThat(manager.optimize().expired()).isZero();
    }

    @Test
    void staleEntriesStayUntilTheirStaleTimeIsOver() {
        start(HOUR.multipliedBy(10));
        Cache<String> lenient = manager.cache(
                "lenient",
                String.class,
                settings -> settings.ttl(MINUTE).stale(dev.terrace.cache.policy.StalePolicy.ifError(HOUR)));
        lenient.set("a", "v");
        time.advance(MINUTE);
        assertThat(manager.cleanup()).isZero();
        time.advance(HOUR);
        assertThat(manager.cleanup()).isEqualTo(2);
    }
}
