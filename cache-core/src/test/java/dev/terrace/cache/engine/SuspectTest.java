package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.Placement;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Entries that another node may have replaced unnoticed: the tags decide, and time if nobody answers. */
class SuspectTest {

    private static final TierKey A = new TierKey("r", "a");
    private static final Duration MAX_STALE = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private StandInSharedTier shared = store.attach();
    private ReferenceTier disk = new ReferenceTier();
    private final CacheManager other =
            CacheManager.builder().time(time).tier(store.attach()).build();
    private final Cache<String> theirs = other.cache("r", String.class);
    private CacheManager manager = manager();
    private Cache<String> cache = manager.cache("r", String.class);

    private CacheManager manager() {
        return CacheManager.builder()
                .time(time)
                .tier(FlakyTier.around(disk))
                .tier(shared)
                .regionDefaults(region -> region.stale(StalePolicy.NEVER.maxStale(MAX_STALE)))
                .build();
    }

    @BeforeEach
    void fill() {
        cache.set("a", "1", Duration.ofHours(1));
        assertThat(cache.get("a")).isEqualTo("1");
    }

    @AfterEach
    void close() {
        store.up();
        manager.close();
        other.close();
    }

    private int reads() {
        return shared.faults().calls(Operation.GET);
    }

    /** Another node writes and this one does not hear of it. */
    private void miss(Runnable write) {
        store.dropMessages(shared);
        write.run();
        assertThat(cache.get("a")).isEqualTo("1");
        store.lost(shared, "as the test asked");
    }

    @Nested
    class WhoseStoreAnswers {

        @Test
        void areKeptWhereTheTagIsTheSameAndAskedForOnce() {
            store.lost(shared, "as the test asked");
            shared.faults().resetCalls();
            for (int i = 0; i < 5; i++) {
                assertThat(cache.get("a")).isEqualTo("1");
            }
            assertThat(reads()).isEqualTo(1);
            Entry stamped = disk.get(A);
            assertThat(stamped).isNotNull();
            assertThat(stamped.epoch())
                    .isEqualTo(
                            ((Region<String>) cache).parts().shared().epochs().current());
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(reads()).isEqualTo(1);
            assertThat(cache.stats().requests().hits()).isEqualTo(7);
        }

        @Test
        void areReplacedWhereTheTagDiffers() {
            miss(() -> theirs.set("a", "2"));
            assertThat(cache.get("a")).isEqualTo("2");
            shared.faults().resetCalls();
            assertThat(cache.get("a")).isEqualTo("2");
            assertThat(reads()).isZero();
        }

        @Test
        void areMissesWhereNothingIsThere() {
            miss(() -> theirs.delete("a"));
            assertThat(cache.get("a")).isNull();
            assertThat(disk.get(A)).isNull();
            assertThat(cache.stats().removals().get("coherence")).isPositive();
        }

        @Test
        void areNoMoreInABatch() {
            cache.set("b", "3");
            miss(() -> theirs.set("a", "2"));
            assertThat(cache.getAll(java.util.List.of("a", "b")))
                    .containsEntry("a", "2")
                    .containsEntry("b", "3");
        }

        @Test
        void areNotPromotedWhereTheRegionNeverPromotes() {
            Cache<String> still = manager.cache(
                    "still", String.class, region -> region.placement(Placement.EVERYWHERE.promotion(Promotion.NEVER)));
            still.set("a", "1");
            manager.clear(Engine.MEMORY);
            store.lost(shared, "as the test asked");
            assertThat(still.get("a")).isEqualTo("1");
            assertThat(((Region<String>) still).parts().memory().peek("a")).isNull();
            assertThat(still.stats().tiers().get("reference").hits()).isEqualTo(1);
        }

        @Test
        void keepTheTimeOfTheirLastRead() {
            Cache<String> idle = manager.cache(
                    "idle", String.class, region -> region.expiry(Expiry.NEVER.idle(Duration.ofMinutes(10))));
            idle.set("a", "1");
            time.advance(Duration.ofMinutes(6));
            assertThat(idle.get("a")).isEqualTo("1");
            time.advance(Duration.ofMinutes(3));
            store.lost(shared, "as the test asked");
            assertThat(idle.get("a")).isEqualTo("1");
            time.advance(Duration.ofMinutes(6));
            assertThat(((Region<String>) idle).parts().memory().peek("a").isFresh(time.millis()))
                    .isTrue();
        }
    }

    @Nested
    class WhoseStoreIsAway {

        @Test
        void areServedForAsLongAsTheRegionAllows() {
            store.down();
            store.lost(shared, "as the test asked");
            time.advance(MAX_STALE);
            assertThat(cache.get("a")).isEqualTo("1");
            time.advance(Duration.ofMillis(1));
            assertThat(cache.get("a")).isNull();
            store.up();
            assertThat(cache.get("a")).isEqualTo("1");
        }

        @Test
        void areServedNoLongerHoweverOftenTheyAreRead() {
            store.down();
            store.lost(shared, "as the test asked");
            for (int i = 0; i < 30; i++) {
                assertThat(cache.get("a")).isEqualTo("1");
                time.advance(Duration.ofSeconds(1));
            }
            time.advance(Duration.ofMillis(1));
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void areServedNoLongerAfterASecondLoss() {
            store.down();
            store.lost(shared, "first");
            time.advance(Duration.ofSeconds(20));
            assertThat(cache.get("a")).isEqualTo("1");
            store.lost(shared, "second");
            time.advance(Duration.ofSeconds(11));
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void countFromTheLastMomentWithoutSilence() {
            shared.setCurrent(false);
            store.down();
            time.advance(MAX_STALE);
            assertThat(cache.get("a")).isEqualTo("1");
            time.advance(Duration.ofMillis(1));
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void giveWayToTheSourceAfterThat() {
            store.down();
            store.lost(shared, "as the test asked");
            time.advance(MAX_STALE.plusMillis(1));
            assertThat(cache.get("a", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.get("a")).isEqualTo("loaded");
        }
    }

    @Nested
    class AfterARestart {

        private void restart(Runnable meanwhile) {
            manager.close();
            meanwhile.run();
            disk = disk.reopen();
            shared = store.attach();
            manager = manager();
            cache = manager.cache("r", String.class);
        }

        @Test
        void allIsSuspectAndAskedForOnce() {
            restart(() -> {});
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(reads()).isEqualTo(1);
        }

        @Test
        void whatWasReplacedMeanwhileIsNeverServed() {
            restart(() -> theirs.set("a", "2"));
            assertThat(cache.get("a")).isEqualTo("2");
        }

        @Test
        void whatWasDeletedMeanwhileIsNeverServed() {
            restart(() -> theirs.delete("a"));
            assertThat(cache.get("a")).isNull();
            assertThat(disk.get(A)).isNull();
        }
    }
}
