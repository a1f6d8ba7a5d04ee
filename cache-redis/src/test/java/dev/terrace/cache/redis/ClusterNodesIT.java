package dev.terrace.cache.redis;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.redis.server.ClusterGroup;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Two nodes on a cluster with replicas: the channel crosses servers, and moves when the server that serves it dies. */
final class ClusterNodesIT {

    private static final int KEYS = 30;

    private static ConditionFactory soon() {
        return Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(60));
    }

    private static RedisTier tier(ClusterGroup group) {
        return RedisTier.cluster(group.nodes().toArray(new String[0]))
                .timeout(Duration.ofSeconds(2))
                .heartbeat(Duration.ofMillis(200), Duration.ofSeconds(2));
    }

    private static Cache<String> cache(CacheManager manager) {
        return manager.cache("user", String.class, region -> region.codec(Codecs.string()));
    }

    private static double gauge(RedisTier tier, String name) {
        return Objects.requireNonNull(tier.gauges().get(name), name);
    }

    private static void awaitBothHeard(RedisTier here, RedisTier there) {
        for (RedisTier tier : new RedisTier[] {here, there}) {
            soon().until(() -> gauge(tier, "coherence.nodes") == 2 && gauge(tier, "coherence.staleness.seconds") < 1);
        }
    }

    private static void checkThatTheyHearEachOther(Cache<String> one, Cache<String> two, String value) {
        for (int i = 0; i < KEYS; i++) {
            String key = "k" + i;
            soon().until(() -> {
                two.set(key, "other");
                return "other".equals(one.get(key)) && "other".equals(two.get(key));
            });
            String written = value + i;
            soon().until(
                            () -> { // what the other holds in memory only a message takes away
                                one.set(key, written);
                                return written.equals(two.get(key));
                            });
        }
    }

    @Test
    void messagesCrossServersAndTheChannelMovesWhenItsServerDies() {
        try (ClusterGroup group = ClusterGroup.startWithReplicas()) {
            RedisTier here = tier(group);
            RedisTier there = tier(group);
            try (CacheManager first = CacheManager.builder().tier(here).build();
                    CacheManager second = CacheManager.builder().tier(there).build()) {
                Cache<String> one = cache(first);
                Cache<String> two = cache(second);
                awaitBothHeard(here, there);
                checkThatTheyHearEachOther(one, two, "before");
                one.clear();
                soon().until(() -> two.get("k1") == null);

                RedisServer dead = group.masterOf(Slots.of(new RedisKeys("terrace").channel()));
                dead.kill();
                group.awaitFailoverFrom(dead);
                awaitBothHeard(here, there);
                checkThatTheyHearEachOther(one, two, "after");
                soon().until(() -> gauge(here, "redis.servers") == 3);
            }
        }
    }
}
