package dev.terrace.cache.redis.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two managers on one Redis, step by step; the second one behind a proxy. */
class TwoNodesIT {

    private final RedisServer redis = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    private final CacheManager first = manager(redis.uri());
    private final CacheManager second = manager(proxy.uri());
    private final Cache<String> one = cache(first);
    private final Cache<String> two = cache(second);

    private static CacheManager manager(String uri) {
        return CacheManager.builder()
                .tier(RedisTier.at(uri).heartbeat(Duration.ofMillis(100), Duration.ofMillis(600)))
                .build();
    }

    private static Cache<String> cache(CacheManager manager) {
        return manager.cache("user", String.class, region -> region.codec(Codecs.string()));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(30));
    }

    private static double gauge(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.stats().gauges().get("redis." + name), name);
    }

    private void awaitBothHeard() {
        soon().until(() -> gauge(first, "coherence.nodes") == 2 && gauge(second, "coherence.nodes") == 2);
        soon().until(() -> gauge(first, "coherence.staleness.seconds") < 0.5
                && gauge(second, "coherence.staleness.seconds") < 0.5);
    }

    @BeforeEach
    void awaitStart() {
        awaitBothHeard();
    }

    @AfterEach
    void close() {
        proxy.mend();
        redis.resume();
        first.close();
        second.close();
        proxy.close();
        redis.close();
    }

    @Test
    void whatOneWritesTheOtherReads() {
        one.set("1", "a");
        assertThat(two.get("1")).isEqualTo("a");
        one.set("1", "b");
        soon().until(() -> "b".equals(two.get("1")));
        one.delete("1");
        soon().until(() -> two.get("1") == null);
    }

    @Test
    void ownMessagesLeaveOwnValuesInMemory() {
        one.set("1", "a");
        double messages = gauge(first, "coherence.messages");
        soon().until(() -> gauge(first, "coherence.messages") > messages + 3);
        assertThat(one.explain("1").toString()).contains("memory");
    }

    @Test
    void aClearIsHeardAndSweptEverywhere() {
        one.set("1", "a");
        assertThat(two.get("1")).isEqualTo("a");
        assertThat(one.clear()).isEqualTo(1);
        soon().until(() -> two.get("1") == null);
        two.set("1", "c");
        soon().until(() -> "c".equals(one.get("1")));
        assertThat(two.invalidate("1*")).isEqualTo(1);
        soon().until(() -> one.get("1") == null);
    }

    @Test
    void garbageOnTheChannelIsCountedAndChangesNothing() {
        one.set("1", "a");
        double losses = gauge(first, "coherence.losses");
        redis.command("PUBLISH", "{terrace}channel", "hello");
        redis.command("PUBLISH", "{terrace}channel", "T\u0001\u0001garbage");
        redis.command("PUBLISH", "{terrace}channel", "");
        soon().until(() -> gauge(first, "coherence.messages.ignored") == 3);
        assertThat(gauge(first, "coherence.losses")).isEqualTo(losses);
        assertThat(one.get("1")).isEqualTo("a");
    }

    @Test
    void aMessageOfAnotherReleaseMayBeAChange() {
        double losses = gauge(first, "coherence.losses");
        redis.command("PUBLISH", "{terrace}channel", "T\u0002\u0001");
        soon().until(() -> gauge(first, "coherence.losses") > losses);
    }

    @Test
    void aCopyIntoRedisKnowsOfOlderRemovals() {
        for (int i = 0; i < 50; i++) {
            one.set("k" + i, "a");
            two.delete("k" + i);
        }
        first.sync("memory", "redis");
        for (int i = 0; i < 50; i++) {
            assertThat(two.get("k" + i)).isNull();
        }
    }

    @Nested
    class AfterAFault {

        private void checkThatTheyAgreeAgain() {
            awaitBothHeard();
            one.set("1", "later");
            soon().until(() -> "later".equals(two.get("1")));
            two.set("1", "latest");
            soon().until(() -> "latest".equals(one.get("1")));
        }

        @BeforeEach
        void fill() {
            one.set("1", "old");
            assertThat(two.get("1")).isEqualTo("old");
        }

        @Test
        void aResetIsALossAndNothingOlderIsServedAfterIt() {
            double losses = gauge(second, "coherence.losses");
            proxy.cut();
            one.set("1", "new");
            proxy.mend();
            soon().until(() -> gauge(second, "coherence.losses") > losses);
            soon().until(() -> "new".equals(two.get("1")));
            checkThatTheyAgreeAgain();
        }

        @Test
        void aSilentConnectionIsNoticedWithinTheSilenceLimit() {
            proxy.freeze();
            one.set("1", "new");
            soon().until(() -> gauge(second, "coherence.staleness.seconds") > 0.6);
            proxy.mend();
            soon().until(() -> "new".equals(two.get("1")));
            checkThatTheyAgreeAgain();
        }

        @Test
        void aKilledClientSubscribesAgain() {
            double losses = gauge(first, "coherence.losses") + gauge(second, "coherence.losses");
            redis.command("CLIENT", "KILL", "TYPE", "pubsub");
            soon().until(() -> gauge(first, "coherence.losses") + gauge(second, "coherence.losses") >= losses + 2);
            checkThatTheyAgreeAgain();
        }

        @Test
        void aServerThatComesBackEmptyIsNoticed() {
            redis.kill();
            redis.startAgain();
            checkThatTheyAgreeAgain();
        }

        @Test
        void aServerThatWasStoppedIsNoticed() {
            redis.pause();
            soon().until(() -> gauge(first, "coherence.staleness.seconds") > 0.6);
            redis.resume();
            checkThatTheyAgreeAgain();
        }
    }
}
