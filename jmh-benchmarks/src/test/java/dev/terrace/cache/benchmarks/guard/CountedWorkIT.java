package dev.terrace.cache.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often an operation asks a tier, talks to Redis, encodes and decodes. */
class CountedWorkIT {

    private static final int BATCH = 100;

    private final Counting counting = new Counting();

    private Cache<String> region(CacheManager manager) {
        return manager.cache(
                "user",
                String.class,
                settings -> settings.ttl(Duration.ofHours(1)).codec(counting.codec(Codecs.string())));
    }

    private static List<String> keys() {
        return IntStream.range(0, BATCH).mapToObj(i -> "key-" + i).toList();
    }

    @Nested
    class OnDisk {

        @TempDir
        Path folder;

        private CacheManager open(boolean memory) {
            ManagerBuilder builder = CacheManager.builder()
                    .tier(counting.tier(DiskTier.at(folder.resolve("cache")).maximumBytes(16 << 20)));
            return memory
                    ? builder.build()
                    : builder.memory(MemorySettings::disabled).build();
        }

        @Test
        void aHitInMemoryAsksNobody() {
            try (CacheManager manager = open(true)) {
                Cache<String> cache = region(manager);
                cache.set("a", "value");
                counting.take();

                assertThat(cache.get("a")).isEqualTo("value");

                assertThat(counting.take()).isEmpty();
            }
        }

        @Test
        void aSetEncodesOnceAndPutsOnce() {
            try (CacheManager manager = open(true)) {
                region(manager).set("a", "value");

                assertThat(counting.take()).isEqualTo(Map.of("encode", 1, "put", 1));
            }
        }

        @Test
        void aHitOnDiskAsksItOnceAndDecodesOnce() {
            try (CacheManager manager = open(false)) {
                Cache<String> cache = region(manager);
                cache.set("a", "value");
                counting.take();

                assertThat(cache.get("a")).isEqualTo("value");

                assertThat(counting.take()).isEqualTo(Map.of("get", 1, "decode", 1));
            }
        }

        @Test
        void aPromotedValueIsNotDecodedAgain() {
            try (CacheManager manager = open(true)) {
                region(manager).set("a", "value");
            }
            try (CacheManager manager = open(true)) {
                Cache<String> cache = region(manager);
                counting.take();

                assertThat(cache.get("a")).isEqualTo("value");
                assertThat(cache.get("a")).isEqualTo("value");

                assertThat(counting.take()).isEqualTo(Map.of("get", 1, "decode", 1));
            }
        }

        @Test
        void aBatchAsksTheTierOnceAndDecodesEachValueOnce() {
            try (CacheManager manager = open(false)) {
                Cache<String> cache = region(manager);
                keys().forEach(key -> cache.set(key, "value"));
                counting.take();

                assertThat(cache.getAll(keys())).hasSize(BATCH);

                assertThat(counting.take()).isEqualTo(Map.of("getAll", 1, "decode", BATCH));
            }
        }
    }

    @Test
    void inRedisEveryOperationIsOneRoundTrip() throws IOException {
        try (RedisServer server = RedisServer.start();
                CacheManager manager = CacheManager.builder()
                        .memory(MemorySettings::disabled)
                        .tier(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(30)))
                        .build()) {
            Cache<String> cache = region(manager);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                cache.set("first", "value");
                return "value".equals(cache.get("first"));
            });
            try (RoundTrips trips = new RoundTrips(server)) {
                countRoundTrips(cache, trips);
            }
        }
    }

    private void countRoundTrips(Cache<String> cache, RoundTrips trips) throws IOException {
        counting.take();
        cache.set("key-0", "value");
        assertThat(trips.since("key-0")).containsExactly("evalsha");
        assertThat(counting.take()).isEqualTo(Map.of("encode", 1));

        assertThat(cache.get("key-0")).isEqualTo("value");
        assertThat(trips.since("key-0")).containsExactly("get");
        assertThat(counting.take()).isEqualTo(Map.of("decode", 1));

        keys().forEach(key -> cache.set(key, "value"));
        trips.since("key-");
        counting.take();
        assertThat(cache.getAll(keys())).hasSize(BATCH);
        assertThat(trips.since("key-")).containsExactly("mget");
        assertThat(counting.take()).isEqualTo(Map.of("decode", BATCH));

        cache.delete("key-0");
        assertThat(trips.since("key-0")).containsExactly("evalsha");
    }
}
