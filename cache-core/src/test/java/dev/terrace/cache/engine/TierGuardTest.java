package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tier that fails: its failures are counted, never seen by callers, and never bring an old value back. */
class TierGuardTest {

    private static final TierKey A = new TierKey("r", "a");

    private final FakeTime time = new FakeTime();
    private final TaskQueue tasks = new TaskQueue();
    private final ReferenceTier journal = new ReferenceTier("journal", Long.MAX_VALUE);
    private ReferenceTier disk = new ReferenceTier();
    private FlakyTier flaky = FlakyTier.around(new ForwardingTier(disk));
    private CacheManager manager = manager();
    private Cache<String> cache = manager.cache("r", String.class);

    /** The journal is the first tier; the flaky one is the second, so that it can fail without it. */
    private CacheManager manager() {
        return CacheManager.builder()
                .time(time)
                .executor(tasks)
                .tier(journal)
                .tier(flaky)
                .build();
    }

    private CacheManager restarted() {
        manager.close();
        disk = disk.reopen();
        flaky = FlakyTier.around(new ForwardingTier(disk));
        return CacheManager.builder()
                .time(time)
                .executor(tasks)
                .tier(journal.reopen())
                .tier(flaky)
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private TierCounts counts() {
        TierCounts counts = cache.stats().tiers().get("reference");
        assertThat(counts).isNotNull();
        return counts;
    }

    private TierGuard guard() {
        return ((Region<String>) cache).parts().chain().guard("reference");
    }

    private void forgetAbove() {
        manager.clear(Engine.MEMORY);
        journal.remove(A, presentTag -> true);
    }

    private void pass(Duration duration) {
        time.advance(duration);
        tasks.runAll();
    }

    @ParameterizedTest
    @EnumSource(names = {"GET", "GET_ALL", "PUT", "PUT_ALL", "REMOVE"})
    void callersNeverSeeWhatItThrows(Operation operation) {
        cache.set("a", "1");
        flaky.faults().throwAlways(operation);
        cache.set("a", "2");
        forgetAbove();
        assertThat(cache.get("a", key -> "3")).isIn("2", "3");
        assertThat(cache.getAll(List.of("a", "b"), keys -> Map.of("b", "4"))).containsKeys("a", "b");
        cache.setAll(Map.of("c", "5", "d", "6"));
        assertThat(cache.deleteAll(List.of("c", "d"))).isEqualTo(2);
        assertThat(cache.delete("a")).isTrue();
        assertThat(cache.get("a")).isNull();
        assertThat(counts().failures()).isPositive();
        flaky.faults().heal();
        assertThat(cache.get("a")).isNull();
        assertThat(cache.getAll(List.of("a", "c", "d"))).isEmpty();
    }

    @Test
    void aTierThatHangsHoldsOnlyThoseWhoAskIt() {
        cache.set("a", "1");
        try (Pause hang = flaky.faults().hang(Operation.GET)) {
            Running<String> miss = ConcurrentRun.start(() -> cache.get("b"));
            hang.awaitReached();
            assertThat(cache.get("a")).isEqualTo("1");
            cache.set("c", "2");
            assertThat(cache.get("c")).isEqualTo("2");
            assertThat(miss.isDone()).isFalse();
            hang.release();
            assertThat(miss.result()).isNull();
        }
    }

    @Test
    void aTierThatRefusesAWriteHasLostTheKey() {
        cache.set("a", "old");
        flaky.refusePuts(true);
        cache.set("a", "new");
        assertThat(disk.get(A)).isNull();
        cache.setAll(Map.of("a", "newer", "b", "1"));
        assertThat(counts().refusedWrites()).isEqualTo(3);
        forgetAbove();
        assertThat(cache.get("a")).isNull();
        assertThat(guard().distrust().size()).isZero();
    }

    @Nested
    class AKeyThatItCannotLose {

        private void deleteInVain() {
            cache.set("a", "old");
            flaky.faults().throwNext(Operation.REMOVE, 1);
            cache.delete("a");
            assertThat(disk.get(A)).isNotNull();
        }

        @Test
        void isNotAskedForAndRemovedLater() {
            deleteInVain();
            assertThat(cache.get("a")).isNull();
            assertThat(cache.getAll(List.of("a"))).isEmpty();
            assertThat(guard().distrust().size()).isEqualTo(1);
            assertThat(journal.unsettled()).hasSize(1).first().isInstanceOf(Journal.Distrust.class);
            pass(Duration.ofMillis(100));
            assertThat(disk.get(A)).isNull();
            assertThat(guard().distrust().size()).isZero();
            assertThat(journal.unsettled()).isEmpty();
        }

        @Test
        void isTriedAgainWithPauses() {
            deleteInVain();
            flaky.faults().throwNext(Operation.REMOVE, 2);
            pass(Duration.ofMillis(100));
            pass(Duration.ofMillis(199));
            assertThat(flaky.faults().calls(Operation.REMOVE)).isEqualTo(2);
            pass(Duration.ofMillis(1));
            pass(Duration.ofMillis(400));
            assertThat(disk.get(A)).isNull();
            assertThat(guard().distrust().size()).isZero();
            assertThat(time.failures()).isEmpty();
        }

        @Test
        void isTriedAgainWhenThereWasNoThread() {
            deleteInVain();
            tasks.refuse(true);
            pass(Duration.ofMillis(100));
            tasks.refuse(false);
            pass(Duration.ofMillis(200));
            assertThat(guard().distrust().size()).isZero();
        }

        @Test
        void isTrustedAgainOnceItTakesANewValue() {
            deleteInVain();
            cache.set("a", "new");
            assertThat(guard().distrust().size()).isZero();
            forgetAbove();
            assertThat(cache.get("a")).isEqualTo("new");
        }

        @Test
        void staysLostOverARestart() {
            deleteInVain();
            manager = restarted();
            cache = manager.cache("r", String.class);
            assertThat(cache.get("a")).isNull();
            pass(Duration.ofMillis(100));
            assertThat(disk.get(A)).isNull();
        }

        @Test
        void thatGoesWrongAgainWhileItIsRepairedStaysDistrusted() {
            deleteInVain();
            time.advance(Duration.ofMillis(100));
            try (Pause repaired = flaky.faults().pauseAfter(Operation.REMOVE, A)) {
                Running<Integer> repair = ConcurrentRun.start(tasks::runAll);
                repaired.awaitReached();
                cache.set("a", "old");
                flaky.faults().throwNext(Operation.REMOVE, 1);
                cache.delete("a");
                repaired.release();
                repair.result();
            }
            assertThat(disk.get(A)).isNotNull();
            assertThat(cache.get("a")).isNull();
            pass(Duration.ofSeconds(1));
            assertThat(disk.get(A)).isNull();
        }
    }

    @Nested
    class ManyFailuresInARow {

        private void fail() {
            cache.set("a", "old");
            flaky.faults().throwAlways();
            for (int i = 0; i < TierGuard.FAILURES_IN_A_ROW; i++) {
                cache.get("missing" + i);
            }
        }

        @Test
        void setItAsideUntilItWasEmptied() {
            fail();
            assertThat(guard().isAside()).isTrue();
            flaky.faults().heal();
            flaky.faults().resetCalls();
            cache.delete("a");
            cache.set("b", "1");
            assertThat(cache.get("a")).isNull();
            assertThat(flaky.faults().calls()).isZero();
            assertThat(disk.get(A)).isNotNull();
            pass(Duration.ofMillis(100));
            assertThat(guard().isAside()).isFalse();
            assertThat(disk.get(A)).isNull();
            cache.set("a", "new");
            assertThat(disk.get(A)).isNotNull();
            assertThat(journal.unsettled()).isEmpty();
        }

        @Test
        void keepItAsideWhileItCannotBeEmptied() {
            fail();
            pass(Duration.ofMillis(100));
            pass(Duration.ofMillis(200));
            assertThat(guard().isAside()).isTrue();
            flaky.faults().heal();
            pass(Duration.ofMillis(400));
            assertThat(guard().isAside()).isFalse();
        }

        @Test
        void keepItAsideOverARestart() {
            fail();
            cache.delete("a");
            manager = restarted();
            cache = manager.cache("r", String.class);
            assertThat(cache.get("a")).isNull();
            assertThat(guard().isAside()).isTrue();
            pass(Duration.ofMillis(100));
            assertThat(guard().isAside()).isFalse();
            assertThat(disk.get(A)).isNull();
            assertThat(journal.unsettled()).isEmpty();
        }

        @Test
        void areNoLongerInARowAfterASuccess() {
            for (int i = 0; i < 3 * TierGuard.FAILURES_IN_A_ROW; i++) {
                flaky.faults().throwNext(Operation.GET, 1);
                cache.get("missing" + i);
                cache.get("other" + i);
            }
            assertThat(guard().isAside()).isFalse();
            assertThat(counts().failures()).isEqualTo(3L * TierGuard.FAILURES_IN_A_ROW);
        }
    }
}
