package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is gone, hangs, or refuses, seen through a proxy. */
final class OutageIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private RedisServer server;
    private TcpProxy proxy;
    private final Nodes nodes = new Nodes();

    @BeforeEach
    void startServer() {
        server = RedisServer.start();
        proxy = TcpProxy.to(server.port());
    }

    @AfterEach
    void stopServer() {
        nodes.close();
        proxy.close();
        server.close();
    }

    private RedisTier tier() {
        return nodes.start(RedisTier.at(proxy.uri()).timeout(Duration.ofSeconds(2)));
    }

    private void awaitStored(RedisTier tier, String name) {
        await().atMost(LONG).ignoreExceptions().until(() -> tier.write(nodes.write(name, "1")) == WriteResult.DONE);
    }

    private static double gauge(RedisTier tier, String name) {
        return tier.gauges().get(name);
    }

    private void assertFailsFast(RedisTier tier) {
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> tier.get(key("a")))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("is out of reach");
        }
    }

    @Test
    void aServerThatIsGoneIsNotAskedUntilItIsBack() {
        RedisTier tier = tier();
        awaitStored(tier, "a");
        proxy.cut();

        assertThatThrownBy(() -> tier.write(nodes.write("b", "1"))).isInstanceOf(TierUnavailableException.class);
        assertThat(gauge(tier, "redis.breakers.open")).isOne();
        assertFailsFast(tier);
        proxy.mend();
        awaitStored(tier, "c");
        assertThat(tier.get(key("a"))).isNotNull();
        assertThat(gauge(tier, "redis.breakers.opened")).isOne();
    }

    @Test
    void whatWaitsForMessagesFailsAsTheTierDoes() {
        RedisTier tier = tier();
        awaitStored(tier, "a");
        proxy.cut();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tier.coherence().catchUp(key("a"))).isInstanceOf(TierUnavailableException.class);
            assertThatThrownBy(() -> tier.coherence().announce(Scope.region("user"), CoherenceChannel.Phase.RAISED))
                    .isInstanceOf(TierUnavailableException.class);
        }
    }

    @Test
    void aTierStartsAlthoughItsServerIsDown() {
        proxy.cut();
        RedisTier tier = tier();
        for (int i = 0; i < Breaker.FAILURES; i++) {
            assertThatThrownBy(() -> tier.get(key("a")))
                    .isInstanceOfSatisfying(
                            TierUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isFalse());
        }
        assertFailsFast(tier);
        proxy.mend();
        awaitStored(tier, "a");
    }

    @Test
    void aDeadIdleConnectionCostsNothing() {
        RedisTier tier = tier();
        awaitStored(tier, "a");
        for (int i = 0; i < 5; i++) {
            proxy.reset();
            assertThat(tier.get(key("a"))).isNotNull();
        }
        assertThat(gauge(tier, "redis.breakers.opened")).isZero();
    }

    @Test
    void aServerThatHangsCostsOneTimeout() {
        RedisTier tier = nodes.start(RedisTier.at(proxy.uri()).timeout(Duration.ofSeconds(1)));
        awaitStored(tier, "a");
        proxy.freeze();

        assertThatThrownBy(() -> tier.write(nodes.write("b", "1")))
                .isInstanceOfSatisfying(
                        TierUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
        assertFailsFast(tier);
        proxy.mend();
        awaitStored(tier, "c");
    }

    @Test
    void callsUnderWayAreCutOffWhenTheBreakerOpens() {
        RedisSettings patient = RedisSettings.of(Deployment.standalone(new HostPort("127.0.0.1", server.port())))
                .withLimits(Limits.STANDARD.withTimeout(Duration.ofSeconds(60)));
        TierContext context = new TierContext(nodes.time(), Runnable::run);
        Surroundings surroundings =
                new Surroundings(patient, context, RedisConnection.Opener.forServers(patient), new Recoveries(context));
        try (Server hanging = new Server(patient.deployment().nodes().get(0), new byte[] {'p'}, surroundings)) {
            server.pause();
            List<Running<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(ConcurrentRun.start(() -> {
                    assertThatThrownBy(() -> hanging.call(Server.Intent.READ, c -> c.call(Verb.DBSIZE)))
                            .isInstanceOf(RedisException.class);
                    return true;
                }));
            }
            await().until(() -> hanging.openConnections() == 8);
            hanging.breaker().open(new RedisException(RedisException.Kind.TIMEOUT, "seen by another call", null));
            waiting.forEach(Running::result);
        } finally {
            server.resume();
        }
    }

    @Test
    void aCallThatGetsItsConnectionAfterTheBreakerOpenedDoesNotWaitForAnAnswer() {
        RedisSettings patient = RedisSettings.of(Deployment.standalone(new HostPort("127.0.0.1", server.port())))
                .withLimits(Limits.STANDARD
                        .withTimeout(Duration.ofSeconds(60))
                        .withConnections(1)
                        .withPatience(Duration.ofSeconds(60)));
        TierContext context = new TierContext(nodes.time(), Runnable::run);
        Surroundings surroundings =
                new Surroundings(patient, context, RedisConnection.Opener.forServers(patient), new Recoveries(context));
        try (Server hanging = new Server(patient.deployment().nodes().get(0), new byte[] {'p'}, surroundings)) {
            server.pause();
            List<Running<Throwable>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(ConcurrentRun.start(() ->
                        catchThrowable(() -> hanging.call(Server.Intent.READ, c -> c.call(Verb.DBSIZE)))));
            }
            await().until(() -> hanging.openConnections() == 1 && hanging.waitingCalls() == 2);
            hanging.breaker().open(new RedisException(RedisException.Kind.TIMEOUT, "seen by another call", null));
            assertThat(waiting)
                    .map(Running::result)
                    .allSatisfy(e -> assertThat(e).isInstanceOf(RedisException.class));
            assertThat(waiting)
                    .map(Running::result)
                    .filteredOn(e -> e.getMessage().contains("out of reach"))
                    .hasSize(2);
        } finally {
            server.resume();
        }
    }

    @Test
    void aWriteThatWasHeldUpDoesNothingWhenItArrives() {
        RedisTier slow = nodes.start(RedisTier.at(proxy.uri()).timeout(Duration.ofMillis(500)));
        RedisTier direct = nodes.start(ForTests.patient(RedisTier.at(server.uri())));
        awaitStored(slow, "a");
        server.pause();
        assertThatThrownBy(() -> slow.write(nodes.write("a", "held up"))).isInstanceOf(TierUnavailableException.class);
        server.resume();

        awaitStored(slow, "b"); // the server has read everything from before by now
        assertThat(dev.terrace.cache.testkit.Entries.textOf(java.util.Objects.requireNonNull(direct.get(key("a")))))
                .isEqualTo("1");
    }

    @Test
    void aServerThatComesBackEmptyIsUsed() {
        RedisTier tier = tier();
        awaitStored(tier, "a");
        server.kill();
        assertThatThrownBy(() -> tier.write(nodes.write("b", "1"))).isInstanceOf(TierUnavailableException.class);
        server.startAgain();
        awaitStored(tier, "c");

        assertThat(tier.get(key("a"))).isNull();
        assertThat(tier.get(key("c"))).isNotNull();
    }

    @Test
    void aReplicaIsNotAsked() {
        RedisTier tier = tier();
        awaitStored(tier, "a");
        server.command("REPLICAOF", "127.0.0.1", "1");
        proxy.reset();
        assertThatThrownBy(() -> tier.get(key("a"))).as("a read").hasMessageContaining("is a replica");
        assertThatThrownBy(() -> tier.write(nodes.write("a", "2"))).isInstanceOf(TierUnavailableException.class);
        assertFailsFast(tier);
        server.command("REPLICAOF", "NO", "ONE");
        awaitStored(tier, "b");
    }

    @Test
    void callersOfAManagerGetWhatIsAtHandAndWritesAreReplayed() {
        try (CacheManager one = manager();
                CacheManager other = CacheManager.builder()
                        .tier(ForTests.patient(RedisTier.at(server.uri())))
                        .build()) {
            Cache<String> here = one.cache("user", String.class);
            Cache<String> there = other.cache("user", String.class);
            await().atMost(LONG).until(() -> {
                here.set("1", "before");
                return "before".equals(there.get("1"));
            });
            proxy.cut();
            here.set("1", "during");
            here.set("2", "new");
            here.delete("3");
            assertThat(here.get("1")).isEqualTo("during");
            assertThat(here.get("4", key -> "loaded")).isEqualTo("loaded");
            proxy.mend();

            await().atMost(LONG).until(() -> !"before".equals(there.get("1")));
            await().atMost(LONG).until(() -> {
                here.set("5", "after");
                return "after".equals(there.get("5"));
            });
            // The own write, or, if it may have been older than another, nothing: never the value from before.
            assertThat(there.get("1")).isIn("during", null);
            assertThat(there.get("2")).isIn("new", null);
        }
    }

    private CacheManager manager() {
        return CacheManager.builder()
                .tier(RedisTier.at(proxy.uri()).timeout(Duration.ofSeconds(2)))
                .build();
    }
}
