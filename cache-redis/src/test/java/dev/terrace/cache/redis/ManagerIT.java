package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Managers with memory and Redis. */
final class ManagerIT {

    private static RedisServer server;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.command("FLUSHALL");
    }

    private static CacheManager node() {
        return CacheManager.builder()
                .tier(ForTests.patient(RedisTier.at(server.uri())))
                .build();
    }

    @Test
    void whatOneNodeStoresAnotherOneReads() {
        try (CacheManager one = node();
                CacheManager other = node()) {
            one.cache("user", String.class).set("1", "John", Duration.ofHours(1));

            assertThat(other.cache("user", String.class).get("1")).isEqualTo("John");
        }
    }

    @Test
    void whatOneNodeChangesTheOtherOneSeesSoon() {
        try (CacheManager one = node();
                CacheManager other = node()) {
            Cache<String> here = one.cache("user", String.class);
            Cache<String> there = other.cache("user", String.class);
            here.set("1", "John");
            await().until(() -> "John".equals(there.get("1")));

            here.set("1", "Jane");
            await().until(() -> "Jane".equals(there.get("1")));
            here.delete("1");
            await().until(() -> there.get("1") == null);
        }
    }

    @Test
    void aLoadIsSharedAndRemovalsAreCounted() {
        AtomicInteger loads = new AtomicInteger();
        try (CacheManager one = node();
                CacheManager other = node()) {
            Cache<String> here = one.cache("user", String.class);
            Cache<String> there = other.cache("user", String.class);
            assertThat(here.get("1", key -> "loaded " + loads.incrementAndGet()))
                    .isEqualTo("loaded 1");
            assertThat(there.get("1", key -> "loaded " + loads.incrementAndGet()))
                    .isEqualTo("loaded 1");

            here.setAll(Map.of("21", "a", "22", "b", "31", "c"));
            assertThat(here.getAll(List.of("21", "22", "4"))).containsOnlyKeys("21", "22");
            assertThat(here.invalidate("2*")).isEqualTo(2);
            await().until(() -> there.get("21") == null && "c".equals(there.get("31")));
            assertThat(there.clear()).isEqualTo(2);
            await().until(() -> here.get("31") == null);
        }
    }

    @Test
    void conditionalOperationsAreDecidedByRedis() {
        try (CacheManager one = node();
                CacheManager other = node()) {
            Cache<String> here = one.cache("user", String.class);
            Cache<String> there = other.cache("user", String.class);

            assertThat(here.setIfAbsent("1", "John")).isTrue();
            assertThat(there.setIfAbsent("1", "Jane")).isFalse();
            assertThat(there.replace("1", "Jack")).isTrue();
            await().until(() -> "Jack".equals(here.get("1")));
            assertThat(there.replace("2", "Joe")).isFalse();
        }
    }

    @Test
    void thePoolAndTheRoundTripAreSeen() {
        try (CacheManager one = node()) {
            one.cache("user", String.class).set("1", "John");
            await().untilAsserted(() -> assertThat(one.stats().gauges())
                    .containsEntry("redis.redis.pool.size", 32.0)
                    .hasEntrySatisfying(
                            "redis.redis.pool.free", free -> assertThat(free).isBetween(1.0, 32.0))
                    .hasEntrySatisfying(
                            "redis.redis.round.trip.millis",
                            millis -> assertThat(millis).isPositive()));
        }
    }

    @Test
    void aManagerIsMadeFromTheEnvironment() {
        Map<String, String> environment =
                Map.of("CACHE_REDIS_URL", server.uri(), "CACHE_REDIS_KEY_PREFIX", "shop", "CACHE_REDIS_TIMEOUT", "20s");
        try (CacheManager caches = Configuration.fromEnvironment(environment).start()) {
            caches.cache("user", String.class).set("1", "John");
            assertThat(caches.tiers()).contains("redis");
        }
        assertThat(String.valueOf(server.command("KEYS", "{shop/user:*"))).contains("1");
    }
}
