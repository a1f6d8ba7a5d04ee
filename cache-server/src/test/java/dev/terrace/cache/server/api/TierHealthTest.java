package dev.terrace.cache.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.server.api.TierHealth.State;
import dev.terrace.cache.tier.TierSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How tiers are judged by the numbers that they publish. */
class TierHealthTest {

    private static TierHealth health(String tier, Map<String, Double> gauges) {
        try (CacheManager manager = CacheManager.builder().build()) {
            ManagerStats empty = manager.stats();
            ManagerStats stats = new ManagerStats(
                    empty.total(), Map.of(), Map.of(), Map.of(tier, new TierSize(10, 2, 1000, 5000, true)), gauges);
            return TierHealth.of(List.of("memory", tier), stats).get(1);
        }
    }

    @Test
    void redisTellsOfPoolRoundTripAndBreaker() {
        TierHealth redis = health(
                "redis",
                Map.of(
                        "redis.redis.pool.size", 16.0,
                        "redis.redis.pool.free", 15.0,
                        "redis.redis.round.trip.millis", 0.25,
                        "redis.redis.breakers.open", 0.0));
        assertThat(redis.pool()).isEqualTo(new TierHealth.Pool(16, 15));
        assertThat(redis.roundTripMillis()).isEqualTo(0.25);
        assertThat(redis.breaker()).isEqualTo("closed");
        assertThat(redis.state()).isEqualTo(State.UP);
        assertThat(redis.position()).isEqualTo("l2");
        assertThat(redis.maximumBytes()).isEqualTo(5000);
    }

    @Test
    void anOpenBreakerIsDown() {
        TierHealth redis = health("redis", Map.of("redis.redis.breakers.open", 1.0));
        assertThat(redis.state()).isEqualTo(State.DOWN);
        assertThat(redis.breaker()).isEqualTo("open");
        assertThat(health("redis", Map.of("redis.redis.breakers.open", 1.0, "redis.redis.servers", 3.0))
                        .state())
                .isEqualTo(State.DEGRADED);
    }

    @Test
    void aDiskTellsOfFreeSpaceAndWhetherItIsUsed() {
        assertThat(health("disk", Map.of("disk.free.bytes", 4e9, "disk.available", 1.0)))
                .satisfies(disk -> {
                    assertThat(disk.freeBytes()).isEqualTo(4_000_000_000L);
                    assertThat(disk.state()).isEqualTo(State.UP);
                    assertThat(disk.pool()).isNull();
                });
        assertThat(health("disk", Map.of("disk.available", 0.0)).state()).isEqualTo(State.DOWN);
        assertThat(health("disk", Map.of("disk.aside", 1.0)).state()).isEqualTo(State.DOWN);
        assertThat(health("disk", Map.of("disk.distrusted", 3.0)).state()).isEqualTo(State.DEGRADED);
    }
}
