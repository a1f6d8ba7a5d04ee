package dev.terrace.cache.redis.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node raises a barrier and is gone before it has swept Redis. */
class OrphanedBarrierIT {

    private static final Scope SCOPE = new Scope("user", Glob.compile("1*"), null);

    private final RedisServer redis = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    private final RedisTier living = tier(redis.uri());
    private final RedisTier dying = tier(proxy.uri());
    private final CacheManager alive = CacheManager.builder().tier(living).build();
    private final CacheManager dead = CacheManager.builder().tier(dying).build();
    private final Cache<String> cache = alive.cache("user", String.class, region -> region.codec(Codecs.string()));

    private static RedisTier tier(String uri) {
        return RedisTier.at(uri).heartbeat(Duration.ofMillis(100), Duration.ofMillis(500));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60));
    }

    private double gauge(String name) {
        return Objects.requireNonNull(alive.stats().gauges().get(name), name);
    }

    private Object listed() {
        return redis.command("HLEN", "{terrace}active");
    }

    @BeforeEach
    void raiseAndVanish() {
        soon().until(() -> gauge("redis.coherence.nodes") == 2);
        cache.set("12", "old");
        dying.coherence().announce(SCOPE, Phase.RAISED);
        soon().until(() -> gauge("barriers.active") == 1);
        proxy.cut();
    }

    @AfterEach
    void close() {
        alive.close();
        dead.close();
        proxy.close();
        redis.close();
    }

    @Test
    void anotherNodeSweepsAndEndsIt() {
        assertThat(cache.get("12")).as("while it is active").isNull();
        soon().until(() -> gauge("redis.coherence.barriers.taken-over") == 1);
        soon().until(() -> gauge("barriers.active") == 0);
        assertThat(cache.get("12")).isNull();
        assertThat(listed()).isEqualTo(0L);
        cache.set("12", "new");
        assertThat(cache.get("12")).isEqualTo("new");
    }

    @Test
    void aNodeThatComesLaterHoldsItToo() {
        try (CacheManager later = CacheManager.builder().tier(tier(redis.uri())).build()) {
            Cache<String> theirs = later.cache("user", String.class, region -> region.codec(Codecs.string()));
            soon().until(() -> Objects.requireNonNull(later.stats().gauges().get("redis.coherence.subscriptions")) > 0);
            assertThat(theirs.get("12")).isNull();
            soon().until(() -> gauge("barriers.active") == 0);
            soon().until(() -> Objects.requireNonNull(later.stats().gauges().get("barriers.active")) == 0);
            assertThat(theirs.get("12")).isNull();
        }
    }

    @Test
    void theOneThoughtDeadMayComeBackAndEndItAgain() {
        soon().until(() -> gauge("redis.coherence.barriers.taken-over") == 1);
        soon().until(() -> gauge("barriers.active") == 0);
        proxy.mend();
        soon().ignoreExceptions().until(() -> {
            dying.coherence().announce(SCOPE, Phase.SWEPT);
            return true;
        });
        cache.set("12", "new");
        soon().until(() -> gauge("barriers.active") == 0);
        soon().until(() -> "new".equals(cache.get("12")));
    }
}
