package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.redis.server.ClusterGroup;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is different in a cluster. */
final class ClusterIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private ClusterGroup group;
    private final Nodes nodes = new Nodes();
    private RedisTier tier;

    @BeforeEach
    void start() {
        group = ClusterGroup.start();
        tier = nodes.start(
                RedisTier.cluster("127.0.0.1:1", group.nodes().get(0)).timeout(Duration.ofSeconds(3)));
        await().atMost(LONG).ignoreExceptions().until(() -> tier.write(nodes.write("first", "1")) == WriteResult.DONE);
    }

    @AfterEach
    void stop() {
        nodes.close();
        group.close();
    }

    @Test
    void batchesGoToAllServers() {
        List<SharedWrite> batch = new ArrayList<>();
        List<TierKey> keys = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            batch.add(nodes.write("k" + i, String.valueOf(i)));
            keys.add(key("k" + i));
        }
        assertThat(tier.writeAll(batch)).hasSize(600).containsOnly(WriteResult.DONE);
        assertThat(tier.getAll(keys)).hasSize(600);
        assertThat(group.masters())
                .allSatisfy(
                        server -> assertThat((Long) server.command("DBSIZE")).isGreaterThan(100));
        assertThat(tier.sweep(new Scope(Nodes.REGION, Glob.compile("k1*"), null), () -> true))
                .isEqualTo(111);
        assertThat(tier.sweep(Scope.region(Nodes.REGION), () -> true)).isEqualTo(490);
        assertThat(tier.getAll(keys)).isEmpty();
        assertThat(tier.gauges().get("redis.servers")).isEqualTo(3);
    }

    @Test
    void aSlotThatMovesIsFollowed() {
        byte[] name = nameOf("moving");
        tier.write(nodes.write("moving", "1"));
        int slot = Slots.of(name);
        RedisServer from = holderOf(slot);
        RedisServer to = group.masters().get((group.masters().indexOf(from) + 1) % 3);
        String fromId = text(from.command("CLUSTER", "MYID"));
        String toId = text(to.command("CLUSTER", "MYID"));
        to.command("CLUSTER", "SETSLOT", "" + slot, "IMPORTING", fromId);
        from.command("CLUSTER", "SETSLOT", "" + slot, "MIGRATING", toId);
        List<?> keys = (List<?>) from.command("CLUSTER", "GETKEYSINSLOT", "" + slot, "100");
        for (Object moving : keys) {
            from.command("MIGRATE", "127.0.0.1", "" + to.port(), text(moving), "0", "5000");
        }
        Entry asked = tier.get(key("moving"));
        assertThat(asked).as("while the slot moves").isNotNull();
        assertThatThrownBy(() -> tier.write(nodes.write("moving", "2")))
                .as("not all names of the entry are there")
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("TRYAGAIN");
        assertThat(tier.gauges().get("redis.breakers.opened")).isZero();

        for (RedisServer server : group.masters()) {
            server.command("CLUSTER", "SETSLOT", "" + slot, "NODE", toId);
        }
        assertThat(tier.get(key("moving"))).as("after the slot has moved").isNotNull();
        assertThat(tier.write(nodes.write("moving", "3"))).isEqualTo(WriteResult.DONE);
        assertThat(tier.compareAndSet(key("moving"), Gate.ABSENT, null)).isFalse();
    }

    private static String text(Object reply) {
        return String.valueOf(reply);
    }

    private RedisServer holderOf(int slot) {
        return group.masters().stream()
                .filter(server -> !text(server.command("GET", keyIn(slot))).startsWith("-MOVED"))
                .findFirst()
                .orElseThrow();
    }

    private static String keyIn(int slot) {
        for (int i = 0; ; i++) {
            if (Slots.of(RedisKeys.bytes("x" + i)) == slot) {
                return "x" + i;
            }
        }
    }

    /** The name under which an entry of the region lies, as one of the servers has it. */
    private byte[] nameOf(String name) {
        tier.write(nodes.write(name, "0"));
        for (RedisServer server : group.masters()) {
            for (Object key : (List<?>) server.command("KEYS", "{terrace/user:*:" + name + "}")) {
                return RedisKeys.bytes(text(key));
            }
        }
        throw new AssertionError("not stored");
    }

    @Test
    void aDeadServerCostsOnlyItsOwnKeys() {
        RedisServer dead = group.masters().get(2);
        for (RedisServer server : group.masters()) {
            server.command("CONFIG", "SET", "cluster-require-full-coverage", "no");
        }
        dead.pause();
        try {
            int failed = 0;
            for (int i = 0; i < 60; i++) {
                int number = i;
                if (Slots.of(new RedisKeys("terrace").entry(key("k" + i), 0)) >= 0) {
                    try {
                        tier.get(key("k" + number));
                    } catch (TierUnavailableException e) {
                        failed++;
                    }
                }
            }
            assertThat(failed).isBetween(3, 50);
            assertThat(tier.gauges().get("redis.breakers.open")).isEqualTo(1);
        } finally {
            dead.resume();
        }
        await().atMost(LONG).ignoreExceptions().until(() -> {
            for (int i = 0; i < 60; i++) {
                tier.get(key("k" + i));
            }
            return true;
        });
    }

    @Test
    void oneNodeIsNotTakenForTheWhole() {
        RedisTier wrong = nodes.start(RedisTier.at("redis://" + group.nodes().get(0)));
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try {
                wrong.get(new TierKey("region" + i, "a"));
            } catch (TierUnavailableException e) {
                failures.add(e);
            }
        }
        assertThat(failures).anySatisfy(e -> assertThat(e).hasMessageContaining("belongs to a cluster"));
    }

    @Test
    void nodesThatAreNoClusterAreNamed() {
        try (RedisServer alone = RedisServer.start()) {
            RedisTier wrong = nodes.start(RedisTier.cluster("127.0.0.1:" + alone.port()));
            assertThatThrownBy(() -> wrong.size())
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("tells of a cluster");
        }
    }
}
