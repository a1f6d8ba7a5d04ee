package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One load per key, however many ask at once, whatever the chain. */
class StampedeTest {

    private static final int CALLERS = 64;

    private final FakeTime time = new FakeTime();
    private final CountingLoader<String> loader = new CountingLoader<>(key -> "loaded " + key);
    private CacheManager manager = CacheManager.builder().time(time).build();

    /** What the callers run into. */
    enum Chains {
        MEMORY,
        MEMORY_AND_TIER,
        TIER,
        MEMORY_AND_SHARED,
        SHARED;

        ManagerBuilder on(FakeTime time) {
            ManagerBuilder builder = CacheManager.builder().time(time);
            return switch (this) {
                case MEMORY -> builder;
                case MEMORY_AND_TIER -> builder.tier(new ReferenceTier());
                case TIER -> builder.memory(memory -> memory.disabled()).tier(new ReferenceTier());
                case MEMORY_AND_SHARED -> builder.tier(new SharedStore(time).attach());
                case SHARED -> builder.memory(memory -> memory.disabled()).tier(new SharedStore(time).attach());
            };
        }
    }

    private Cache<String> cache(ManagerBuilder builder) {
        manager.close();
        manager = builder.build();
        return manager.cache("r", String.class);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** All callers are in the one load or wait for it, then the source answers. */
    private List<Running<String>> stampede(Cache<String> cache) {
        try (Pause source = loader.pause()) {
            List<Running<String>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(ConcurrentRun.start(() -> cache.get("a", loader)));
            }
            await().until(() -> cache.stats().loads().joined() == CALLERS - 1);
            source.awaitReached();
            return callers;
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyCallersShareOneLoad(Chains chain) {
        Cache<String> cache = cache(chain.on(time));
        assertThat(stampede(cache))
                .allSatisfy(caller -> assertThat(caller.result()).isEqualTo("loaded a"));
        assertThat(loader.loads()).isEqualTo(1);
        assertThat(cache.get("a")).isEqualTo("loaded a");
        assertNothingIsLeft(cache);
    }

    @ParameterizedTest
    @EnumSource
    void manyCallersShareOneLoadThatRunsApart(Chains chain) {
        Cache<String> cache = cache(chain.on(time)
                .regionDefaults(region -> region.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofMinutes(1)))));
        assertThat(stampede(cache))
                .allSatisfy(caller -> assertThat(caller.result()).isEqualTo("loaded a"));
        assertThat(loader.loads()).isEqualTo(1);
        await().untilAsserted(() -> assertNothingIsLeft(cache));
    }

    @ParameterizedTest
    @EnumSource
    void manyCallersShareTheAnswerThatThereIsNothing(Chains chain) {
        CountingLoader<String> none = new CountingLoader<>(key -> null);
        Cache<String> cache = cache(chain.on(time)
                .regionDefaults(region -> region.loading(LoadPolicy.PLAIN.negativeTtl(Duration.ofMinutes(1)))));
        assertThat(ConcurrentRun.of(CALLERS, i -> () -> cache.get("a", none)).results())
                .containsOnlyNulls();
        assertThat(none.loads()).isEqualTo(1);
        assertNothingIsLeft(cache);
    }

    @ParameterizedTest
    @EnumSource
    void allCallersOfAFailingLoadGetItsCause(Chains chain) {
        Cache<String> cache = cache(chain.on(time));
        IllegalStateException cause = new IllegalStateException("the source is away");
        loader.failAlways(cause);
        assertThat(stampede(cache))
                .allSatisfy(caller -> assertThat(caller.failure())
                        .isInstanceOf(LoadException.class)
                        .hasRootCause(cause)
                        .hasMessageContaining("r:a")
                        .extracting(e -> ((LoadException) e).reason())
                        .isEqualTo(LoadException.Reason.FAILED));
        assertThat(loader.loads()).isEqualTo(1);
        assertThat(cache.get("a")).isNull();
        assertNothingIsLeft(cache);
    }

    @Test
    void manyKeysLeaveNoFlightsAndNoWaiters() {
        Cache<String> cache = cache(Chains.MEMORY_AND_TIER.on(time));
        ConcurrentRun.of(8, thread -> () -> loadMany(cache, thread)).results();
        assertThat(loader.loads()).isLessThanOrEqualTo(4 * 500);
        assertNothingIsLeft(cache);
    }

    private boolean loadMany(Cache<String> cache, int thread) {
        for (int i = 0; i < 500; i++) {
            cache.get("k" + (thread % 4) + "-" + i, loader);
        }
        return true;
    }

    /** Between a caller's look at the tiers and its boarding another load may have landed. */
    @ParameterizedTest
    @EnumSource(names = {"MEMORY_AND_TIER", "TIER"})
    void aCallerThatLookedTooEarlyFindsWhatHasLandedMeanwhile(Chains chain) {
        FlakyTier tier = FlakyTier.around(new ReferenceTier());
        ManagerBuilder builder = CacheManager.builder().time(time).tier(tier);
        Cache<String> cache = cache(chain == Chains.TIER ? builder.memory(memory -> memory.disabled()) : builder);
        try (Pause looked = tier.faults().pauseAfter(Operation.GET, new TierKey("r", "a"))) {
            Running<String> early = ConcurrentRun.start(() -> cache.get("a", loader));
            looked.awaitReached();
            assertThat(cache.get("a", loader)).isEqualTo("loaded a");
            looked.release();
            assertThat(early.result()).isEqualTo("loaded a");
        }
        assertThat(loader.loads()).isEqualTo(1);
    }

    @Test
    void noThreadLocalOrFutureHoldsOnToAValue() {
        Cache<String> cache = cache(Chains.MEMORY.on(time));
        Function<String, String> source = key -> "other " + key;
        assertThat(cache.get("a", new CountingLoader<>(source))).isEqualTo("other a");
        cache.delete("a");
        assertThat(cache.get("a", loader)).isEqualTo("loaded a");
        assertNothingIsLeft(cache);
    }

    private static void assertNothingIsLeft(Cache<String> cache) {
        Region<String> region = (Region<String>) cache;
        assertThat(region.paths().loads().flights().size()).isZero();
        assertThat(region.parts().shared().waits().size()).isZero();
        assertThat(region.parts().shared().pending().size()).isZero();
    }
}
