package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What {@code /health} says of a real Redis, well and dead. */
class RedisHealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aRedisIsUpThenDownThenUpAgain() {
        try (RedisServer redis = RedisServer.start();
                Running running =
                        Running.over(CacheManager.builder().tier(RedisTier.at(redis.uri())), builder -> builder)) {
            running.words.set("k", "v");
            await().atMost(PATIENCE)
                    .until(() -> tier(running).get("roundTripMillis").asDouble(0) > 0);
            JsonNode well = tier(running);
            assertThat(well.get("name").asString()).isEqualTo("redis");
            assertThat(well.get("position").asString()).isEqualTo("l2");
            assertThat(well.get("state").asString()).isEqualTo("UP");
            assertThat(well.get("breaker").asString()).isEqualTo("closed");
            assertThat(well.get("pool").get("size").asLong()).isPositive();
            assertThat(well.get("pool").get("free").asLong())
                    .isBetween(0L, well.get("pool").get("size").asLong());
            assertThat(status(running)).isEqualTo("UP");

            redis.kill();
            await().atMost(PATIENCE).until(() -> {
                running.words.get("missing");
                return tier(running).get("breaker").asString().equals("open");
            });
            assertThat(tier(running).get("state").asString()).isEqualTo("DOWN");
            assertThat(status(running)).isEqualTo("DOWN");

            redis.startAgain();
            await().atMost(PATIENCE)
                    .until(() -> tier(running).get("breaker").asString().equals("closed"));
            await().atMost(PATIENCE).until(() -> status(running).equals("UP"));
        }
    }

    private static String status(Running running) {
        return running.get("/health").json().get("status").asString();
    }

    private static JsonNode tier(Running running) {
        return running.get("/health").json().get("tiers").get(1);
    }
}
