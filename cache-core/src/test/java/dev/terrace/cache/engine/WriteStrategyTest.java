package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a write is acknowledged, how it reaches the shared tier, and what becomes of it when it cannot. */
@Timeout(20)
class WriteStrategyTest {

    private static final TierKey A = new TierKey("r", "a");

    private final FakeTime time = new FakeTime();
    private final TaskQueue tasks = new TaskQueue();
    private final SharedStore store = new SharedStore(time);
    private StandInSharedTier shared = store.attach();
    private ReferenceTier disk = new ReferenceTier();
    private FlakyTier flaky = FlakyTier.around(disk);
    private CacheManager manager = manager(WriteStrategy.WRITE_BEHIND, queue -> queue);
    private Cache<String> cache = manager.cache("r", String.class);

    private CacheManager manager(WriteStrategy strategy, UnaryOperator<WriteBehind> queue) {
        return builder(strategy, queue).tier(flaky).tier(shared).build();
    }

    private ManagerBuilder builder(WriteStrategy strategy, UnaryOperator<WriteBehind> queue) {
        return CacheManager.builder()
                .time(time)
                .executor(tasks)
                .writeBehind(queue)
                .regionDefaults(region -> region.writes(strategy));
    }

    private void restart(WriteStrategy strategy, UnaryOperator<WriteBehind> queue) {
        disk = disk.reopen();
        flaky = FlakyTier.around(disk);
        shared.close();
        shared = store.attach();
        manager = manager(strategy, queue);
        cache = manager.cache("r", String.class);
    }

    /** Another manager on a new, empty set of tiers, for tests that need other settings. */
    private void rebuild(WriteStrategy strategy, UnaryOperator<WriteBehind> queue) {
        manager.close();
        restart(strategy, queue);
    }

    @AfterEach
    void close() {
        shared.faults().heal();
        store.up();
        manager.close();
        assertThat(time.failures()).isEmpty();
    }

    private String inStore(String key) {
        TierKey name = new TierKey("r", key);
        Entry entry = store.peek(name);
        return entry == null || entry.isTombstone() ? null : valueOf(name, entry);
    }

    /** Reads what the store holds as another node would. */
    private String valueOf(TierKey key, Entry entry) {
        return ((Region<String>) cache).parts().maker().decode(key, entry).value();
    }

    private WriteBehindQueue queue() {
        SharedLink link = ((Region<String>) cache).parts().chain().shared();
        assertThat(link).isNotNull();
        return link.queue();
    }

    private void pass(Duration duration) {
        time.advance(duration);
        tasks.runAll();
    }

    @Nested
    class WriteThrough {

        @Test
        void hasEveryTierBeforeItReturns() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue);
            cache.set("a", "1");
            assertThat(disk.get(A)).isNotNull();
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(tasks.size()).isZero();
            cache.delete("a");
            assertThat(disk.get(A)).isNull();
            assertThat(inStore("a")).isNull();
        }

        @Test
        void aWriteGoesDownAndARemovalGoesUp() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue);
            try (Pause sending = shared.faults().pauseBefore(Operation.WRITE)) {
                Running<Boolean> write = ConcurrentRun.start(() -> {
                    cache.set("a", "1");
                    return true;
                });
                sending.awaitReached();
                assertThat(disk.get(A)).isNotNull();
                assertThat(cache.get("a")).isEqualTo("1");
                sending.release();
                write.result();
            }
            try (Pause sending = shared.faults().pauseBefore(Operation.WRITE)) {
                Running<Boolean> removal = ConcurrentRun.start(() -> cache.delete("a"));
                sending.awaitReached();
                assertThat(disk.get(A)).isNotNull();
                assertThat(cache.get("a")).isNull();
                sending.release();
                assertThat(removal.result()).isTrue();
            }
        }

        @Test
        void isReplayedAfterAnOutage() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue);
            cache.set("a", "old");
            store.down();
            cache.set("a", "1");
            cache.set("b", "2");
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(queue().size()).isEqualTo(2);
            store.up();
            pass(Duration.ofSeconds(2));
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(inStore("b")).isEqualTo("2");
            assertThat(queue().isEmpty()).isTrue();
            assertThat(disk.unsettled()).isEmpty();
        }

        @Test
        void aLostAnswerIsResolvedByItsOwnTag() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue);
            store.loseAnswers(1);
            cache.set("a", "1");
            assertThat(queue().size()).isEqualTo(1);
            pass(Duration.ofSeconds(1));
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(cache.get("a")).isEqualTo("1");
        }

        @Test
        void aRefusedWriteRemovesTheOldValueEverywhere() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue);
            cache.set("a", "old");
            store.refuseWrites(1);
            cache.set("a", "new");
            assertThat(inStore("a")).isNull();
            assertThat(cache.get("a")).isNull();
            assertThat(disk.get(A)).isNull();
        }
    }

    @Nested
    class WriteBehindIt {

        @Test
        void hasTheTiersOfThisProcessAtOnce() {
            cache.set("a", "1");
            assertThat(disk.get(A)).isNotNull();
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(inStore("a")).isNull();
            assertThat(disk.unsettled()).hasSize(1).first().isInstanceOf(Journal.Write.class);
            tasks.runAll();
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(disk.unsettled()).isEmpty();
            assertThat(((Region<String>) cache).parts().shared().pending().size())
                    .isZero();
        }

        @Test
        void answersReadsFromTheQueueAndAsksTheStoreForNothing() {
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            disk.remove(A, presentTag -> true);
            shared.faults().resetCalls();
            assertThat(cache.get("a")).isEqualTo("1");
            cache.delete("a");
            assertThat(cache.get("a")).isNull();
            assertThat(shared.faults().calls()).isZero();
        }

        @Test
        void sendsOnlyTheLastWriteOfAKey() {
            for (int i = 0; i < 10; i++) {
                cache.set("a", "v" + i);
            }
            cache.set("b", "x");
            cache.delete("b");
            assertThat(queue().size()).isEqualTo(2);
            assertThat(disk.unsettled()).hasSize(2);
            tasks.runAll();
            assertThat(shared.faults().calls(Operation.WRITE)).isEqualTo(2);
            assertThat(inStore("a")).isEqualTo("v9");
            assertThat(inStore("b")).isNull();
        }

        @Test
        void sendsInBatchesAndTriesAgainWithLongerPauses() {
            rebuild(WriteStrategy.WRITE_BEHIND, queue -> queue.batch(2));
            store.down();
            for (int i = 0; i < 5; i++) {
                cache.set("k" + i, "v");
            }
            tasks.runAll();
            int tried = shared.faults().calls(Operation.WRITE);
            pass(Duration.ofMillis(99));
            assertThat(shared.faults().calls(Operation.WRITE)).isEqualTo(tried);
            pass(Duration.ofMillis(1));
            assertThat(shared.faults().calls(Operation.WRITE)).isEqualTo(tried + 1);
            pass(Duration.ofMillis(199));
            assertThat(shared.faults().calls(Operation.WRITE)).isEqualTo(tried + 1);
            store.up();
            pass(Duration.ofMillis(1));
            assertThat(store.keys()).hasSize(5);
        }

        @Test
        void aFullQueueMakesTheCallerWriteWithoutOvertaking() {
            rebuild(WriteStrategy.WRITE_BEHIND, queue -> queue.capacity(1));
            cache.set("a", "1");
            cache.set("b", "2");
            assertThat(inStore("b")).isEqualTo("2");
            assertThat(inStore("a")).isNull();
            cache.set("a", "3");
            assertThat(inStore("a")).isNull();
            tasks.runAll();
            assertThat(inStore("a")).isEqualTo("3");
            assertThat(shared.faults().calls(Operation.WRITE)).isEqualTo(2);
        }

        @Test
        void aJournalThatFailsMakesTheCallerWrite() {
            flaky.faults().throwAlways(Operation.APPEND);
            cache.set("a", "1");
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(queue().isEmpty()).isTrue();
        }

        @Test
        void aJournalThatCannotSettleHoldsNothingUp() {
            flaky.faults().throwAlways(Operation.SETTLE);
            cache.set("a", "1");
            cache.set("a", "2");
            tasks.runAll();
            assertThat(inStore("a")).isEqualTo("2");
            assertThat(queue().isEmpty()).isTrue();
            assertThat(((Region<String>) cache).parts().shared().pending().size())
                    .isZero();
        }

        @Test
        void anExecutorThatRefusesWorkOnlyDelaysIt() {
            tasks.refuse(true);
            cache.set("a", "1");
            tasks.refuse(false);
            assertThat(inStore("a")).isNull();
            pass(Duration.ofMillis(100));
            assertThat(inStore("a")).isEqualTo("1");
        }

        @Test
        void closeSendsWhatIsLeft() {
            cache.set("a", "1");
            manager.close();
            assertThat(inStore("a")).isEqualTo("1");
            assertThat(disk.unsettled()).isEmpty();
        }

        @Test
        void closeLeavesToTheJournalWhatItCannotSend() {
            cache.set("a", "old");
            tasks.runAll();
            store.down();
            cache.set("a", "1");
            cache.set("a", "2");
            cache.set("b", "3");
            manager.close();
            assertThat(disk.unsettled()).hasSize(2);
            store.up();
            restart(WriteStrategy.WRITE_BEHIND, queue -> queue);
            assertThat(cache.get("a")).isNull();
            tasks.runAll();
            assertThat(inStore("a")).isEqualTo("2");
            assertThat(inStore("b")).isEqualTo("3");
            assertThat(cache.get("a")).isEqualTo("2");
            assertThat(disk.unsettled()).isEmpty();
        }

        @Test
        void closeDoesNotWaitForASendThatHangs() {
            rebuild(WriteStrategy.WRITE_BEHIND, queue -> queue.flushOnClose(Duration.ofMillis(20)));
            cache.set("a", "1");
            try (Pause hang = shared.faults().pauseBefore(Operation.WRITE)) {
                Running<Integer> flush = ConcurrentRun.start(tasks::runAll);
                hang.awaitReached();
                Running<Boolean> closing = ConcurrentRun.start(() -> {
                    manager.close();
                    return true;
                });
                await().until(() -> {
                    time.advance(Duration.ofMillis(20));
                    return closing.isDone();
                });
                assertThat(disk.unsettled()).hasSize(1);
                hang.release();
                flush.failure();
            }
        }

        @Test
        void twoRecordsOfOneKeyAreReplayedAsTheNewer() {
            cache.set("a", "1");
            Journal.Item older = disk.unsettled().get(0);
            cache.set("a", "2");
            disk.append(older); // killed between the newer record and settling the older one
            store.down();
            manager.close();
            assertThat(disk.unsettled()).hasSize(2);
            store.up();
            restart(WriteStrategy.WRITE_BEHIND, queue -> queue);
            tasks.runAll();
            assertThat(inStore("a")).isEqualTo("2");
            assertThat(disk.unsettled()).isEmpty();
            assertThat(((Region<String>) cache).parts().shared().pending().size())
                    .isZero();
        }

        @Test
        void neverOverwritesWhatAnotherNodeWroteMeanwhile() {
            try (CacheManager other =
                    CacheManager.builder().time(time).tier(store.attach()).build()) {
                shared.faults().throwAlways(Operation.WRITE);
                store.dropMessages(shared);
                cache.set("a", "1");
                tasks.runAll();
                other.cache("r", String.class).set("a", "theirs");
                cache.set("a", "2"); // takes the place of the first, which was tried and may have arrived
                shared.faults().heal();
                store.lost(shared, "reconnected");
                pass(Duration.ofSeconds(1));
                assertThat(inStore("a")).isNull();
                assertThat(cache.get("a")).isNull();
                assertThat(disk.get(A)).isNull();
                assertThat(other.cache("r", String.class).get("a")).isNull();
            }
        }

        @Test
        void needsAJournalUnlessItIsVolatile() {
            SharedStore alone = new SharedStore(time);
            try (CacheManager without = builder(WriteStrategy.WRITE_THROUGH, queue -> queue)
                    .tier(alone.attach())
                    .build()) {
                assertThatThrownBy(() ->
                                without.cache("r", String.class, region -> region.writes(WriteStrategy.WRITE_BEHIND)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("volatileQueue");
            }
            try (CacheManager with = builder(WriteStrategy.WRITE_BEHIND, WriteBehind::volatileQueue)
                    .tier(alone.attach())
                    .build()) {
                with.cache("r", String.class).set("a", "1");
                assertThat(alone.keys()).isEmpty();
                tasks.runAll();
                assertThat(alone.keys()).containsExactly(A);
            }
        }

        @Test
        void aFullQueueGivesTheRegionUpInAnOutage() {
            rebuild(WriteStrategy.WRITE_THROUGH, queue -> queue.capacity(2));
            cache.set("c", "old");
            store.down();
            cache.set("a", "1");
            cache.set("b", "2");
            cache.set("c", "3");
            assertThat(cache.get("a")).isNull();
            assertThat(cache.get("c")).isNull();
            store.up();
            pass(Duration.ofMinutes(5));
            assertThat(inStore("c")).isNull();
            assertThat(cache.get("c")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(WriteStrategy.class)
    void manyWritesLeaveAllTiersAlike(WriteStrategy strategy) {
        rebuild(strategy, queue -> queue.capacity(4).batch(2));
        ConcurrentRun.of(4, thread -> () -> write(thread)).results();
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < 8; i++) {
            String inMemory = cache.get("k" + i);
            assertThat(inStore("k" + i)).isEqualTo(inMemory);
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("k" + i)).isEqualTo(inMemory);
        }
        assertThat(disk.unsettled()).isEmpty();
    }

    private boolean write(int thread) {
        for (int i = 0; i < 200; i++) {
            String key = "k" + (i % 8);
            if (i % 5 == 4) {
                cache.delete(key);
            } else {
                cache.set(key, thread + "-" + i);
            }
            if (i % 16 == 0) {
                tasks.runAll();
            }
        }
        return true;
    }

    @Test
    void cacheAsideRefusesLoadersAndWritesToAllTiers() {
        rebuild(WriteStrategy.CACHE_ASIDE, queue -> queue);
        cache.set("a", "1");
        assertThat(inStore("a")).isEqualTo("1");
        assertThatThrownBy(() -> cache.get("a", key -> "2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CACHE_ASIDE");
        assertThatThrownBy(() -> cache.get("b", (key, context) -> "2")).isInstanceOf(IllegalStateException.class);
        assertThat(cache.getAll(List.of("a", "b"))).containsOnlyKeys("a");
    }
}
