package dev.terrace.cache.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.HeapTier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("optimize() brings what is hot up into memory")
class HeatPlacementTest {

    private static final int ROOM = 4;

    private final CacheManager manager = CacheManager.builder()
            .time(new FakeTime())
            .memory(memory -> memory.maximumEntries(ROOM))
            .tier(new HeapTier("heap", Long.MAX_VALUE))
            .build();
    private final Cache<String> users = manager.cache("user", String.class);

    /** Knows the heat of a few keys. */
    private record Known(Map<String, Double> rates) implements Extension, Heat {

        @Override
        public String name() {
            return "known";
        }

        @Override
        public void start(Host host) {}

        @Override
        public double rate(String region, String key) {
            return rates.getOrDefault(key, 0.0);
        }

        @Override
        public List<HotKey> hottest(String region, int most) {
            return rates.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(most)
                    .map(entry -> new HotKey(entry.getKey(), entry.getValue()))
                    .toList();
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private boolean isInMemory(String key) {
        return users.explain(key).tiers().stream()
                .anyMatch(tier -> tier.tier().equals("memory") && tier.state() == Explanation.State.FRESH);
    }

    @Test
    void whatIsHotAndOnlyBelowIsCopiedUp() {
        manager.attach(new Known(Map.of("hot", 5.0, "unknown", 9.0)));
        users.set("hot", "1");
        users.set("cold", "2");
        manager.clear("memory");

        assertThat(manager.optimize().promoted()).isEqualTo(1);
        assertThat(isInMemory("hot")).isTrue();
        assertThat(isInMemory("cold")).isFalse();
        assertThat(manager.optimize().promoted()).isZero();
    }

    @Test
    void fullMemoryTakesNothingThatIsReadLessThanWhatWouldGo() {
        manager.attach(new Known(Map.of("a", 9.0, "b", 8.0, "c", 7.0, "d", 6.0, "lukewarm", 1.0)));
        users.set("lukewarm", "0");
        manager.clear("memory");
        for (String key : List.of("a", "b", "c", "d")) {
            users.set(key, "1");
        }

        assertThat(manager.optimize().promoted()).isZero();
        assertThat(isInMemory("lukewarm")).isFalse();
    }

    @Test
    void withoutAnybodyWhoMeasuresNothingMoves() {
        users.set("hot", "1");
        manager.clear("memory");

        assertThat(manager.optimize().promoted()).isZero();
    }
}
