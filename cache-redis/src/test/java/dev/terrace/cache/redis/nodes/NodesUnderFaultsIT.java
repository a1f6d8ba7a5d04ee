package dev.terrace.cache.redis.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Three nodes read and write the same keys all the time while something goes wrong: two of them reach Redis through a
 * proxy. Every read is judged, and in the end all nodes agree with Redis.
 */
class NodesUnderFaultsIT {

    private static final int KEYS = 20;

    /** Held by all nodes, and written only while something is wrong: no later message mends them. */
    private static final int QUIET_KEYS = 10;

    private static final Duration MOMENT = Duration.ofMillis(700);

    private final Judge judge = new Judge();
    private final RedisServer redis = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(redis.port());
    private final Seeds seeds = Seeds.draw("NodesUnderFaultsIT");
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Member> nodes = List.of(
            new Member("witness", redis.uri(), true),
            new Member("second", proxy.uri(), false),
            new Member("third", proxy.uri(), false));
    private final List<Thread> threads = new ArrayList<>();

    /** One node. */
    private final class Member {

        final Eye eye;
        final RedisTier redisTier;
        final CacheManager manager;
        final Cache<String> cache;
        final String name;

        Member(String name, String uri, boolean isWitness) {
            this.name = name;
            eye = judge.eye(name, isWitness);
            redisTier = RedisTier.at(uri).heartbeat(Duration.ofMillis(200), Duration.ofSeconds(2));
            manager =
                    CacheManager.builder().tier(new WatchedTier(redisTier, eye)).build();
            cache = manager.cache("r", String.class, region -> region.codec(Codecs.string()));
        }

        void run(Random random, int thread) {
            for (int i = 0; end.getCount() > 0; i++) {
                String key = "k" + random.nextInt(KEYS);
                if (random.nextInt(10) == 0 && key.hashCode() % 2 == thread) {
                    String value = name + i + "." + thread;
                    cache.set(key, value);
                    eye.wrote(key(key), value, System.nanoTime());
                } else {
                    Event.Floor floor = eye.floor(key(key), System.nanoTime());
                    eye.read(floor, cache.get(key));
                }
                pace();
            }
        }
    }

    private static TierKey key(String key) {
        return new TierKey("r", key);
    }

    private void pace() {
        wait(Duration.ofNanos(300_000));
    }

    /** Waits, but not beyond the end of the run. */
    private void wait(Duration time) {
        try {
            if (end.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin() {
        nodes.forEach(node -> Awaitility.await().until(() -> gauge(node, "coherence.nodes") == nodes.size()));
        for (Member node : nodes) {
            for (int i = 0; i < 2; i++) {
                int number = i;
                Random random = seeds.random(threads.size());
                Thread thread = new Thread(() -> node.run(random, number), node.name);
                threads.add(thread);
                thread.start();
            }
        }
        writeQuietKeys("before");
        holdQuietKeys();
        wait(MOMENT);
    }

    private void writeQuietKeys(String value) {
        for (int i = 0; i < QUIET_KEYS; i++) {
            nodes.get(0).cache.set("q" + i, value + i);
        }
    }

    private void holdQuietKeys() {
        for (int i = 0; i < QUIET_KEYS; i++) {
            String key = "q" + i;
            nodes.forEach(node -> node.cache.get(key));
        }
    }

    private static double gauge(Member node, String name) {
        return Objects.requireNonNull(node.redisTier.gauges().get(name));
    }

    /** Lets the load end, and everything that is under way. */
    private void quiet() throws InterruptedException {
        wait(MOMENT);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (Member node : nodes) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> gauge(node, "coherence.staleness.seconds") < 1
                            && Objects.requireNonNull(
                                            node.manager.stats().gauges().get("writes.pending"))
                                    == 0);
        }
        for (int i = 0; i < KEYS; i++) {
            TierKey key = key("k" + i);
            nodes.forEach(node -> Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .ignoreException(TierUnavailableException.class) // a machine that stalls counts messages as lost
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        node.redisTier.coherence().catchUp(key);
                        return true;
                    }));
        }
    }

    private void checkThatAllAgree() {
        for (int i = 0; i < KEYS; i++) {
            checkThatAllAgree("k" + i);
        }
        for (int i = 0; i < QUIET_KEYS; i++) {
            checkThatAllAgree("q" + i);
        }
    }

    private void checkThatAllAgree(String key) {
        Entry entry = nodes.get(0).redisTier.get(key(key));
        String right = entry == null ? null : WatchedTier.text(entry);
        for (Member node : nodes) {
            assertThat(node.cache.get(key)).as("%s on %s", key, node.name).isEqualTo(right);
        }
    }

    private void checkReads() {
        assertThat(judge.verdict()).isEmpty();
        assertThat(judge.reads()).isPositive();
    }

    @AfterEach
    void close() {
        end.countDown();
        redis.resume();
        proxy.mend();
        nodes.forEach(node -> node.manager.close());
        proxy.close();
        redis.close();
    }

    @Test
    void readsAreNeverOlderThanWhatTheNodeHasApplied() throws InterruptedException {
        begin();
        wait(MOMENT);
        quiet();
        checkReads();
        checkThatAllAgree();
    }

    @Test
    @DisplayName("nor are they on a way that is reset, cut, frozen and slow")
    void norAreTheyOnABadWay() throws InterruptedException {
        begin();
        proxy.reset();
        wait(MOMENT);
        proxy.cut();
        wait(MOMENT);
        proxy.mend();
        wait(MOMENT);
        proxy.delay(Duration.ofMillis(50));
        wait(MOMENT);
        proxy.mend();
        holdQuietKeys();
        proxy.freeze();
        wait(MOMENT);
        writeQuietKeys("frozen");
        wait(Duration.ofSeconds(6));
        proxy.mend();
        wait(Duration.ofSeconds(2));
        quiet();
        checkReads();
        checkThatAllAgree();
    }

    @Test
    void allAgreeAfterClientsWereKilledAndTheServerStopped() throws InterruptedException {
        begin();
        redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        writeQuietKeys("killed");
        wait(MOMENT);
        redis.command("CLIENT", "KILL", "TYPE", "normal");
        wait(MOMENT);
        redis.pause();
        wait(Duration.ofSeconds(3));
        redis.resume();
        wait(MOMENT);
        quiet();
        checkThatAllAgree();
    }

    @Test
    void allAgreeAfterTheServerCameBackEmpty() throws InterruptedException {
        begin();
        redis.kill();
        wait(MOMENT);
        redis.startAgain();
        wait(MOMENT);
        quiet();
        checkThatAllAgree();
    }
}
