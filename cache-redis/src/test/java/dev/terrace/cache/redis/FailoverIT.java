package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.SentinelGroup;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Another server takes over. */
final class FailoverIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static void awaitStored(Nodes nodes, RedisTier tier, String name) {
        await().atMost(LONG).ignoreExceptions().until(() -> tier.write(nodes.write(name, "1")) == WriteResult.DONE);
    }

    @Test
    void sentinelsAreFollowedAndWhatTheNewServerMayLackIsTakenBack() {
        try (SentinelGroup group = SentinelGroup.start();
                Nodes nodes = new Nodes()) {
            RedisTier tier = nodes.start(RedisTier.sentinel(
                            SentinelGroup.MASTER,
                            "127.0.0.1:1",
                            "127.0.0.1:" + group.sentinel().port())
                    .timeout(Duration.ofSeconds(2))
                    .failoverWindow(Duration.ofHours(1)));
            awaitStored(nodes, tier, "a");
            awaitStored(nodes, tier, "b");
            RedisServer old = group.master();
            old.kill();
            group.awaitFailoverFrom(old);
            awaitStored(nodes, tier, "c");

            assertThat(tier.get(key("a"))).as("a write of the window").isNull();
            assertThat(tier.get(key("c"))).isNotNull();
            assertThat(tier.gauges().get("redis.writes.taken-back")).isEqualTo(2);
        }
    }

    @Test
    void aRestartedServerIsAnotherOne() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
                Nodes nodes = new Nodes()) {
            RedisTier tier = nodes.start(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(2)));
            RedisTier witness = nodes.start(ForTests.patient(RedisTier.at(server.uri())));
            awaitStored(nodes, tier, "a");
            server.stop();
            server.startAgain();
            await().atMost(LONG).ignoreExceptions().until(() -> witness.get(key("a")) == null);
            awaitStored(nodes, tier, "b");

            assertThat(witness.get(key("a")))
                    .as("acknowledged by the process before")
                    .isNull();
            assertThat(Objects.requireNonNull(tier.gauges().get("redis.writes.taken-back")))
                    .isPositive();
        }
    }

    @Test
    void withoutAWindowNothingIsTakenBack() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
                Nodes nodes = new Nodes()) {
            RedisTier tier = nodes.start(
                    RedisTier.at(server.uri()).timeout(Duration.ofSeconds(2)).failoverWindow(Duration.ZERO));
            awaitStored(nodes, tier, "a");
            server.stop();
            server.startAgain();
            awaitStored(nodes, tier, "b");

            assertThat(tier.get(key("a"))).isNotNull();
        }
    }
}
