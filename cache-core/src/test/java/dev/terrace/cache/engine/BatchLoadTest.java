package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.BatchResult;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Faults;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys at once: one call a tier, one call of the loader, and one load for each key all the same. */
@Timeout(60)
class BatchLoadTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier disk = FlakyTier.around(new ReferenceTier());
    private final SharedStore store = new SharedStore(time);
    private final StandInSharedTier shared = store.attach();
    private final CountingLoader<String> loader = new CountingLoader<>(key -> key.startsWith("no") ? null : key + "!");
    private final CacheManager manager =
            CacheManager.builder().time(time).tier(disk).tier(shared).build();
    private final Cache<String> plain = manager.cache("r", String.class);
    private final Cache<String> timed = manager.cache(
            "t", String.class, region -> region.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofMinutes(5))));

    @AfterEach
    void close() {
        manager.close();
    }

    private Cache<String> pick(boolean apart) {
        return apart ? timed : plain;
    }

    private static void assertNothingIsLeft(Cache<String> cache) {
        Region<String> region = (Region<String>) cache;
        assertThat(region.paths().loads().flights().size()).isZero();
        assertThat(region.parts().shared().waits().size()).isZero();
    }

    @Nested
    class Tiers {

        @Test
        void areAskedOnceEachForTheKeysStillMissing() {
            plain.setAll(Map.of("a", "1", "b", "2", "c", "3"));
            manager.clear(Engine.MEMORY);
            assertThat(plain.get("a")).isEqualTo("1");
            assertThat(disk.remove(new TierKey("r", "c"), tag -> true)).isTrue();
            disk.faults().resetCalls();
            shared.faults().resetCalls();
            BatchResult<String> found = plain.getAll(List.of("a", "b", "c", "d", "b"), loader::loadAll);
            assertThat(found).isEqualTo(Map.of("a", "1", "b", "2", "c", "3", "d", "d!"));
            assertThat(found.failures()).isEmpty();
            assertThat(disk.faults().calls(Operation.GET_ALL)).isEqualTo(1);
            assertThat(disk.faults().calls(Operation.GET)).isZero();
            assertThat(shared.faults().calls(Operation.GET_ALL)).isEqualTo(1);
            assertThat(shared.faults().calls(Operation.GET)).isZero();
            assertThat(loader.batches()).containsExactly(Set.of("d"));
            Map<String, dev.terrace.cache.CacheStats.TierCounts> tiers =
                    plain.stats().tiers();
            assertThat(tiers.get("memory").hits()).isEqualTo(1);
            assertThat(tiers.get("reference").hits()).isEqualTo(2);
            assertThat(tiers.get("shared").hits()).isEqualTo(1);
            assertThat(tiers.get("shared").misses()).isEqualTo(1);
        }

        @Test
        void takeALoadedBatchInOneCallEach() {
            plain.getAll(List.of("a", "b", "c"), loader::loadAll);
            assertThat(disk.faults().calls(Operation.PUT_ALL)).isEqualTo(1);
            assertThat(disk.faults().calls(Operation.PUT)).isZero();
            manager.clear(Engine.MEMORY);
            assertThat(plain.getAll(List.of("a", "b", "c"))).hasSize(3);
            assertThat(store.keys()).hasSize(3);
        }

        @Test
        void takeABatchOfWritesAndRemovalsInOneCallEach() {
            plain.setAll(Map.of("a", "1", "b", "2", "c", "3"));
            Faults faults = disk.faults();
            assertThat(faults.calls(Operation.PUT_ALL)).isEqualTo(1);
            assertThat(faults.calls(Operation.PUT)).isZero();
            assertThat(plain.deleteAll(List.of("a", "b", "a", "none"))).isEqualTo(2);
            assertThat(plain.getAll(List.of("a", "b", "c"))).containsOnlyKeys("c");
            assertThat(store.keys()).containsExactly(new TierKey("r", "c"));
        }

        @Test
        void thatFailAreSkipped() {
            disk.faults().throwAlways();
            store.down();
            assertThat(plain.getAll(List.of("a", "b"), loader::loadAll)).isEqualTo(Map.of("a", "a!", "b", "b!"));
            assertThat(plain.getAll(List.of("a", "b"))).hasSize(2);
            assertThat(plain.stats().tiers().get("reference").failures()).isPositive();
        }
    }

    @Nested
    class Loaders {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void mayLeaveOutKeysAndAddOthers(boolean apart) {
            Map<String, String> answer = new HashMap<>(Map.of("a", "1", "stranger", "x"));
            answer.put(null, "y");
            answer.put("b", null);
            BatchResult<String> found = pick(apart).getAll(List.of("a", "b", "c"), keys -> answer);
            assertThat(found).isEqualTo(Map.of("a", "1"));
            assertThat(found.failures()).isEmpty();
            assertThat(pick(apart).get("stranger")).isNull();
        }

        @Test
        @SuppressWarnings("NullAway") // on purpose
        void thatReturnNullHaveNothing() {
            assertThat(plain.getAll(List.of("a"), keys -> null)).isEmpty();
            assertNothingIsLeft(plain);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void thatThrowFailTheKeysThatNobodyHas(boolean apart) {
            Cache<String> cache = pick(apart);
            cache.set("a", "1");
            IOException failure = new IOException("as the test asked");
            loader.failAlways(failure);
            BatchResult<String> found = cache.getAll(List.of("a", "b", "c"), loader::loadAll);
            assertThat(found).isEqualTo(Map.of("a", "1"));
            assertThat(found.failures()).containsOnlyKeys("b", "c");
            assertThat(found.failures().get("b")).hasRootCause(failure);
            assertThat(loader.batches()).hasSize(1);
            assertThat(cache.stats().loads().failures()).isEqualTo(2);
            assertThat(store.isLeased(new TierKey(cache.name(), "b"))).isFalse();
            assertNothingIsLeft(cache);
        }

        @Test
        void thatThrowAnErrorAreCalledOnce() {
            int[] calls = new int[1];
            BatchResult<String> found = plain.getAll(List.of("a", "b", "c"), keys -> {
                calls[0]++;
                throw new StackOverflowError("as the test asked");
            });
            assertThat(found.failures()).containsOnlyKeys("a", "b", "c");
            assertThat(calls[0]).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void thatWaitForAKeyOfTheirOwnBatchFail(boolean apart) {
            Cache<String> cache = pick(apart);
            BatchResult<String> found =
                    cache.getAll(List.of("a", "b"), keys -> Map.of("a", cache.get("b", key -> "inner")));
            assertThat(found.failures()).containsOnlyKeys("a", "b");
            assertThat(found.failures().get("b").reason()).isEqualTo(Reason.RECURSION);
            assertNothingIsLeft(cache);
        }

        @Test
        void areRefusedWhereTheApplicationLoads() {
            Cache<String> aside = manager.cache(
                    "aside", String.class, region -> region.writes(dev.terrace.cache.policy.WriteStrategy.CACHE_ASIDE));
            assertThatThrownBy(() -> aside.getAll(List.of("a"), loader::loadAll))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("CACHE_ASIDE");
            assertThat(aside.getAll(List.of("a"))).isEmpty();
        }
    }

    @Nested
    class OneLoadForEachKey {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void aSingleLoadIsWaitedForByABatch(boolean apart) {
            Cache<String> cache = pick(apart);
            CountingLoader<String> single = new CountingLoader<>(key -> "single " + key);
            try (Pause source = single.pause()) {
                Running<String> one = ConcurrentRun.start(() -> cache.get("a", single));
                source.awaitReached();
                Running<BatchResult<String>> batch =
                        ConcurrentRun.start(() -> cache.getAll(List.of("a", "b"), loader::loadAll));
                await().until(() -> cache.stats().loads().joined() == 1);
                source.release();
                assertThat(batch.result()).isEqualTo(Map.of("a", "single a", "b", "b!"));
                assertThat(one.result()).isEqualTo("single a");
            }
            assertThat(loader.batches()).containsExactly(Set.of("b"));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void aBatchIsWaitedForByASingleLoad(boolean apart) {
            Cache<String> cache = pick(apart);
            try (Pause source = loader.pause()) {
                Running<BatchResult<String>> batch =
                        ConcurrentRun.start(() -> cache.getAll(List.of("a", "b"), loader::loadAll));
                source.awaitReached();
                Running<String> one = ConcurrentRun.start(() -> cache.get("b", key -> "single"));
                await().until(() -> cache.stats().loads().joined() == 1);
                source.release();
                assertThat(one.result()).isEqualTo("b!");
                assertThat(batch.result()).hasSize(2);
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void overlappingBatchesInAnyOrderLoadEachKeyOnce(boolean apart) {
            Cache<String> cache = pick(apart);
            List<List<String>> orders = List.of(
                    List.of("a", "b", "c"), List.of("c", "b", "a"), List.of("b", "c", "d"), List.of("d", "a", "no"));
            for (int round = 0; round < 50; round++) {
                ConcurrentRun.of(16, i -> () -> cache.getAll(orders.get(i % 4), loader::loadAll))
                        .results()
                        .forEach(found -> assertThat(found.failures()).isEmpty());
                for (String key : List.of("a", "b", "c", "d")) {
                    assertThat(loader.loads(key)).isEqualTo(round + 1);
                }
                cache.clear();
                // The clear's own message raised a second barrier; when that is retired the fences move once more.
                await().until(() -> ((Region<String>) cache).parts().barriers().isQuiet());
            }
            await().untilAsserted(() -> assertNothingIsLeft(cache));
        }

        @Test
        void batchesThatWaitForEachOtherFail() {
            java.util.concurrent.CyclicBarrier both = new java.util.concurrent.CyclicBarrier(2);
            List<BatchResult<String>> found = ConcurrentRun.of(
                            2,
                            i -> () -> plain.getAll(List.of("x" + i, "y" + i), keys -> {
                                both.await(30, java.util.concurrent.TimeUnit.SECONDS);
                                return Map.of("x" + i, plain.get("y" + (1 - i), key -> "inner"));
                            }))
                    .results();
            assertThat(found)
                    .anySatisfy(result -> assertThat(result.failures().values())
                            .extracting(LoadException::reason)
                            .contains(Reason.RECURSION));
            assertNothingIsLeft(plain);
        }

        @Test
        void aKeyThatIsDeletedMeanwhileIsReturnedButNotKept() {
            try (Pause source = loader.pause()) {
                Running<BatchResult<String>> batch =
                        ConcurrentRun.start(() -> plain.getAll(List.of("a", "b"), loader::loadAll));
                source.awaitReached();
                plain.delete("a");
                source.release();
                assertThat(batch.result()).isEqualTo(Map.of("a", "a!", "b", "b!"));
            }
            assertThat(plain.getAll(List.of("a", "b"))).isEqualTo(Map.of("b", "b!"));
            assertThat(plain.stats().loads().refused()).isEqualTo(1);
        }
    }
}
