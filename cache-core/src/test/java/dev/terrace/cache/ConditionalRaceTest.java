package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of many callers that ask for the same conditional change at once, exactly one makes it. */
class ConditionalRaceTest {

    private static final int ROUNDS = 200;
    private static final int CALLERS = 4;

    /** What lies below memory. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
    enum Chain {
        MEMORY(builder -> builder),
        LOWER_TIER(builder -> builder.tier(new ReferenceTier())),
        NO_MEMORY(builder -> builder.memory(memory -> memory.disabled()).tier(new ReferenceTier())),
        SHARED(builder -> builder.tier(new ReferenceTier()).tier(new SharedStore(new FakeTime()).attach()));

        private final UnaryOperator<ManagerBuilder> tiers;

        Chain(UnaryOperator<ManagerBuilder> tiers) {
            this.tiers = tiers;
        }

        CacheManager manager() {
            return tiers.apply(CacheManager.builder().time(new FakeTime())).build();
        }
    }

    private interface Call {
        boolean of(Cache<Integer> cache, String key, int caller);
    }

    private static void hasOneWinner(Chain chain, UnaryOperator<Cache<Integer>> before, Call call) {
        try (CacheManager manager = chain.manager()) {
            for (int round = 0; round < ROUNDS; round++) {
                Cache<Integer> cache = before.apply(manager.cache("race", Integer.class));
                List<Boolean> won = ConcurrentRun.of(CALLERS, caller -> () -> call.of(cache, "key", caller))
                        .results();
                assertThat(Collections.frequency(won, true)).as("winners").isEqualTo(1);
                assertThat(cache.get("key")).isEqualTo(won.indexOf(true));
            }
        }
    }

    private static Cache<Integer> without(Cache<Integer> cache) {
        cache.delete("key");
        return cache;
    }

    private static Cache<Integer> withMinusOne(Cache<Integer> cache) {
        cache.set("key", -1);
        return cache;
    }

    @ParameterizedTest
    @EnumSource
    void setIfAbsentHasOneWinner(Chain chain) {
        hasOneWinner(chain, ConditionalRaceTest::without, Cache::setIfAbsent);
    }

    @ParameterizedTest
    @EnumSource
    void compareAndReplaceHasOneWinner(Chain chain) {
        hasOneWinner(chain, ConditionalRaceTest::withMinusOne, (cache, key, caller) -> cache.replace(key, -1, caller));
    }

    @ParameterizedTest
    @EnumSource
    void setIfAbsentAfterAnUnsweptClearHasOneWinner(Chain chain) {
        hasOneWinner(
                chain,
                cache -> {
                    cache.set("key", -1);
                    cache.async().clear().join();
                    return cache;
                },
                Cache::setIfAbsent);
    }

    @ParameterizedTest
    @EnumSource
    void aTouchNeverBringsBackARemovedValue(Chain chain) {
        try (CacheManager manager = chain.manager()) {
            Cache<Integer> cache = manager.cache("race", Integer.class);
            for (int round = 0; round < ROUNDS; round++) {
                cache.set("key", 1);
                ConcurrentRun.of(List.of(
                                () -> cache.touch("key", Duration.ofHours(1)),
                                () -> cache.delete("key"),
                                () -> cache.replace("key", 2)))
                        .results();
                assertThat(cache.get("key")).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void incrementsAreNotLost(Chain chain) {
        try (CacheManager manager = chain.manager()) {
            Cache<Integer> cache = manager.cache("race", Integer.class);
            cache.set("key", 0);
            ConcurrentRun.of(CALLERS, caller -> () -> {
                        Stream.generate(() -> 1)
                                .limit(ROUNDS)
                                .forEach(one -> cache.asMap().merge("key", one, Integer::sum));
                        return true;
                    })
                    .results();
            assertThat(cache.get("key")).isEqualTo(CALLERS * ROUNDS);
        }
    }
}
