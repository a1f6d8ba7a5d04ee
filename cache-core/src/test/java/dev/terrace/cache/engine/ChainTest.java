package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.policy.Admission;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.Placement;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.RegionSettings;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where entries go in a chain of memory, two tiers of this process and a shared one. */
class ChainTest {

    private static final TierKey A = new TierKey("r", "a");

    private final FakeTime time = new FakeTime();
    private final TaskQueue tasks = new TaskQueue();
    private final FlakyTier near = FlakyTier.around(new ReferenceTier("near", Long.MAX_VALUE));
    private final FlakyTier far = FlakyTier.around(new ReferenceTier("far", Long.MAX_VALUE));
    private final SharedStore store = new SharedStore(time);
    private final StandInSharedTier shared = store.attach();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .executor(tasks)
            .memory(memory -> memory.maximumEntries(100))
            .tier(near)
            .tier(far)
            .tier(shared)
            .build();

    @AfterEach
    void close() {
        manager.close();
    }

    private Cache<String> region(UnaryOperator<RegionSettings> settings) {
        return manager.cache("r", String.class, settings);
    }

    private Cache<String> placed(UnaryOperator<Placement> placement) {
        return region(region -> region.placement(placement.apply(Placement.EVERYWHERE)));
    }

    private static void forget(FlakyTier tier) {
        tier.remove(A, presentTag -> true);
    }

    private boolean isInMemory(Cache<String> cache) {
        var memory = ((Region<String>) cache).parts().memory();
        return memory != null && memory.peek("a") != null;
    }

    private static TierCounts counts(Cache<String> cache, String tier) {
        TierCounts counts = cache.stats().tiers().get(tier);
        assertThat(counts).isNotNull();
        return counts;
    }

    @Nested
    class Promoting {

        @Test
        void aHitBelowGoesToEveryTierAboveWithItsRemainingTime() {
            Cache<String> cache = region(region -> region);
            cache.set("a", "1", Duration.ofMinutes(10));
            forget(near);
            forget(far);
            manager.clear(Engine.MEMORY);
            time.advance(Duration.ofMinutes(4));
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(isInMemory(cache)).isTrue();
            assertThat(near.get(A)).isNotNull();
            assertThat(far.get(A)).isNotNull();
            assertThat(cache.ttl("a")).isEqualTo(Duration.ofMinutes(6));
            assertThat(counts(cache, "shared").promotions()).isEqualTo(1);
            time.advance(Duration.ofMinutes(6));
            assertThat(cache.get("a")).isNull();
            assertThat(cache.ttl("a")).isNull();
        }

        @Test
        void aHitInTheMiddleGoesUpAndNotDown() {
            Cache<String> cache = region(region -> region);
            cache.set("a", "1", Duration.ofMinutes(10));
            store.wipe();
            forget(near);
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(near.get(A)).isNotNull();
            assertThat(store.keys()).isEmpty();
            assertThat(counts(cache, "far").hits()).isEqualTo(1);
            assertThat(counts(cache, "near").misses()).isEqualTo(1);
        }

        @Test
        void memoryMayKeepItForLess() {
            Cache<String> cache = region(
                    region -> region.expiry(Expiry.after(Duration.ofHours(1)).memoryTtl(Duration.ofMinutes(1))));
            cache.set("a", "1");
            time.advance(Duration.ofMinutes(2));
            near.faults().resetCalls();
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(near.faults().calls(Operation.GET)).isEqualTo(1);
        }

        @Test
        void neverLeavesItWhereItIs() {
            Cache<String> cache = placed(placement -> placement.promotion(Promotion.NEVER));
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(isInMemory(cache)).isFalse();
            assertThat(counts(cache, "near").hits()).isEqualTo(2);
            assertThat(counts(cache, "near").promotions()).isZero();
        }

        @Test
        void afterSomeHitsWaitsForThem() {
            Cache<String> cache = placed(placement -> placement.promotion(Promotion.afterHits(3)));
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            cache.get("a");
            cache.get("a");
            assertThat(isInMemory(cache)).isFalse();
            cache.get("a");
            assertThat(isInMemory(cache)).isTrue();
        }

        @Test
        void inTheBackgroundIsDroppedAndCountedWhenTheBufferIsFull() {
            Cache<String> cache = placed(placement -> placement.promotion(Promotion.ALWAYS.inBackground()));
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            for (int i = 0; i < 1030; i++) {
                assertThat(cache.get("a")).isEqualTo("1");
            }
            assertThat(counts(cache, "near").promotionsRefused()).isEqualTo(6);
            assertThat(isInMemory(cache)).isFalse();
            assertThat(tasks.runAll()).isEqualTo(1024);
            assertThat(isInMemory(cache)).isTrue();
            tasks.refuse(true);
            manager.clear(Engine.MEMORY);
            cache.get("a");
            assertThat(counts(cache, "near").promotionsRefused()).isEqualTo(7);
        }

        @Test
        void inTheBackgroundBringsNothingRemovedBack() {
            Cache<String> cache = placed(placement -> placement.promotion(Promotion.ALWAYS.inBackground()));
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a")).isEqualTo("1");
            cache.delete("a");
            tasks.runAll();
            assertThat(cache.get("a")).isNull();
            assertThat(counts(cache, "near").promotionsRefused()).isEqualTo(1);
        }

        @Test
        void takesThePlaceOfAStaleEntryAbove() {
            Cache<String> cache = region(region ->
                    region.expiry(Expiry.after(Duration.ofMinutes(1))).stale(StalePolicy.ifError(Duration.ofHours(1))));
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            try (CacheManager other =
                    CacheManager.builder().time(time).tier(store.attach()).build()) {
                other.cache("r", String.class).get("a", key -> "theirs");
            }
            assertThat(cache.get("a")).isEqualTo("theirs");
            shared.faults().resetCalls();
            assertThat(cache.get("a")).isEqualTo("theirs");
            assertThat(shared.faults().calls(Operation.GET)).isZero();
        }
    }

    @Nested
    class Admitting {

        @Test
        void decidesForEachTier() {
            Admission small = candidate ->
                    candidate.tier().equals("far") || !candidate.key().key().startsWith("big");
            Cache<String> cache = placed(placement -> placement.admission(small));
            cache.set("big", "1");
            TierKey big = new TierKey("r", "big");
            assertThat(near.get(big)).isNull();
            assertThat(far.get(big)).isNotNull();
            assertThat(cache.get("big")).isEqualTo("1");
            assertThat(near.get(big)).isNull();
            assertThat(counts(cache, "far").promotionsRefused()).isZero();
            assertThat(counts(cache, "far").promotions()).isZero();
        }

        @Test
        void aWriteThatIsNotAdmittedRemovesTheKeyThere() {
            boolean[] closed = new boolean[1];
            Cache<String> cache = placed(placement -> placement.admission(
                    candidate -> !closed[0] || candidate.tier().equals("far")));
            cache.set("a", "old");
            closed[0] = true;
            cache.set("a", "new");
            assertThat(near.get(A)).isNull();
            assertThat(isInMemory(cache)).isFalse();
            assertThat(cache.get("a")).isEqualTo("new");
            cache.setAll(java.util.Map.of("a", "newer"));
            assertThat(cache.get("a")).isEqualTo("newer");
        }

        @Test
        void seesSizeAndRemainingTime() {
            Cache<String> cache = placed(placement -> placement.admission(candidate -> {
                if (!candidate.tier().equals(Engine.MEMORY)) {
                    assertThat(candidate.bytes()).isPositive();
                }
                return candidate.remainingMillis() > 60_000;
            }));
            cache.set("a", "1", Duration.ofMinutes(1));
            assertThat(isInMemory(cache)).isFalse();
            assertThat(near.get(A)).isNull();
            cache.set("a", "1");
            assertThat(isInMemory(cache)).isTrue();
        }

        @Test
        void loadsOnceWhereMemoryIsPassedBy() {
            Cache<String> cache = placed(placement ->
                    placement.admission(candidate -> !candidate.tier().equals(Engine.MEMORY)));
            assertThat(cache.get("a", key -> "1")).isEqualTo("1");
            assertThat(cache.get("a", key -> "2")).isEqualTo("1");
            assertThat(isInMemory(cache)).isFalse();
        }
    }

    @Nested
    class Demoting {

        private Cache<String> full(boolean demotes) {
            Cache<String> cache = placed(placement -> placement.demotion(demotes));
            cache.set("a", "1", Duration.ofMinutes(10));
            forget(near);
            forget(far);
            store.wipe();
            time.advance(Duration.ofMinutes(4));
            return cache;
        }

        /** Caffeine evicts in the background; the region's own clean-up makes it do so now. */
        private void evict(Cache<String> cache) {
            var memory = ((Region<String>) cache).parts().memory();
            for (int i = 0; i < 5000 && memory != null && memory.peek("a") != null; i++) {
                String filler = "filler" + i;
                cache.get(filler, key -> filler);
                cache.get(filler);
                memory.settle();
            }
            assertThat(isInMemory(cache)).isFalse();
        }

        @Test
        void copiesWhatIsEvictedWithItsRemainingTime() {
            Cache<String> cache = full(true);
            evict(cache);
            assertThat(near.get(A)).isNull();
            tasks.runAll();
            assertThat(near.get(A)).isNotNull();
            assertThat(far.get(A)).isNull();
            assertThat(counts(cache, "near").demotions()).isPositive();
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.ttl("a")).isEqualTo(Duration.ofMinutes(6));
        }

        @Test
        void isOffUnlessAskedFor() {
            Cache<String> cache = full(false);
            evict(cache);
            tasks.runAll();
            assertThat(cache.get("a")).isNull();
            assertThat(counts(cache, "near").demotions()).isZero();
        }

        @Test
        void doesNotBringBackWhatIsDeletedBetween() {
            Cache<String> cache = full(true);
            evict(cache);
            cache.delete("a");
            tasks.runAll();
            assertThat(near.get(A)).isNull();
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void doesNotBringBackWhatIsClearedBetween() {
            Cache<String> cache = full(true);
            evict(cache);
            cache.clear();
            tasks.runAll();
            assertThat(near.get(A)).isNull();
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void leavesANewerEntryBelowAlone() {
            Cache<String> cache = full(true);
            evict(cache);
            cache.set("a", "2");
            tasks.runAll();
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a")).isEqualTo("2");
        }
    }

    @Nested
    class BytesThatDoNotDecode {

        @Test
        void areACountedMissAndAreRemovedFromATierOfThisProcess() {
            Cache<String> cache = region(region -> region);
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            near.garbageNext(1);
            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(counts(cache, "near").damaged()).isEqualTo(1);
            assertThat(counts(cache, "near").misses()).isEqualTo(1);
            assertThat(counts(cache, "far").hits()).isEqualTo(1);
            assertThat(cache.stats().removals().get("damage")).isEqualTo(1);
        }

        @Test
        void areFoundInABatchToo() {
            Cache<String> cache = region(region -> region);
            cache.set("a", "1");
            manager.clear(Engine.MEMORY);
            near.garbageNext(1);
            far.garbageNext(1);
            assertThat(cache.getAll(java.util.List.of("a"))).containsEntry("a", "1");
            assertThat(counts(cache, "far").damaged()).isEqualTo(1);
        }

        @Test
        void ofAnotherTypeAreRemovedHereAndLeftInTheSharedTier() {
            Entry foreign;
            try (CacheManager other =
                    CacheManager.builder().time(time).tier(store.attach()).build()) {
                other.cache("r", Integer.class).set("a", 7);
                foreign = store.peek(A);
            }
            assertThat(foreign).isNotNull();
            near.put(A, foreign, presentTag -> true);
            Cache<String> cache = region(region -> region);
            assertThat(cache.get("a")).isNull();
            assertThat(near.get(A)).isNull();
            assertThat(store.peek(A)).isNotNull();
            assertThat(counts(cache, "near").damaged() + counts(cache, "shared").damaged())
                    .isEqualTo(2);
            assertThat(cache.get("a", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.get("a")).isEqualTo("loaded");
        }

        @Test
        void ofAnotherCodecAreAMiss() {
            Cache<String> smile = region(region -> region);
            smile.set("a", "1");
            Entry bytes = near.get(A);
            assertThat(bytes).isNotNull();
            TierKey there = new TierKey("text", "a");
            near.put(there, bytes, presentTag -> true);
            Cache<String> text = manager.cache("text", String.class, region -> region.codec(Codecs.string()));
            assertThat(text.get("a")).isNull();
            assertThat(near.get(there)).isNull();
        }
    }

    @Test
    void aStaleEntryBelowStandsInForAFailedLoad() {
        Cache<String> cache = region(region ->
                region.expiry(Expiry.after(Duration.ofMinutes(1))).stale(StalePolicy.ifError(Duration.ofHours(1))));
        cache.set("a", "old");
        time.advance(Duration.ofMinutes(2));
        manager.clear(Engine.MEMORY);
        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("a", key -> {
                    throw new IllegalStateException("as the test asked");
                }))
                .isEqualTo("old");
    }
}
