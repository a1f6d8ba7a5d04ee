package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.redis.coherence.Publisher;
import dev.terrace.cache.redis.coherence.Sender;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generations of regions, as two nodes know them. */
final class GenerationsIT {

    private static final String TABLE = "{terrace}generations";

    private static RedisServer server;

    private final Nodes nodes = new Nodes();
    private Redis redis;
    private Generations here;
    private Generations there;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        server.command("FLUSHALL");
        RedisSettings settings =
                RedisUrl.parse(server.uri()).withLimits(Limits.STANDARD.withTimeout(java.time.Duration.ofSeconds(20)));
        TierContext context = new TierContext(nodes.time(), Runnable::run);
        redis = new Redis(Topologies.of(settings, context, new Recoveries(context)));
        here = generations();
        there = generations();
    }

    private Generations generations() {
        return new Generations(redis, new RedisKeys("terrace"), new Announcer(new Publisher(Sender.random())));
    }

    @AfterEach
    void stop() {
        redis.close();
        nodes.close();
    }

    private String table(String region) {
        return String.valueOf(server.command("HGET", TABLE, region));
    }

    @Test
    void areDrawnOnceAndTheSameForAll() {
        long drawn = here.of("user");

        assertThat(there.of("user")).isEqualTo(drawn).isEqualTo(here.of("user"));
        assertThat(here.of("other")).isNotEqualTo(drawn);
        assertThat(table("user")).isEqualTo(RedisKeys.hex(drawn));
    }

    @Test
    void areReadAgainAfterALoss() {
        long first = here.of("user");
        there.of("user");
        long second = there.renew("user");
        assertThat(here.of("user")).isEqualTo(first);

        here.refresh();
        assertThat(here.of("user")).isEqualTo(second).isNotEqualTo(first);
    }

    @Test
    void thatTheTableHasLostAreDrawnAnew() {
        long first = here.of("user");
        server.command("FLUSHALL");
        here.refresh();

        assertThat(here.of("user")).isNotEqualTo(first);
        assertThat(table("user")).isEqualTo(RedisKeys.hex(here.of("user")));
    }

    @Test
    void thatWereLeftAndComeBackAreLeftAgain() {
        long first = here.of("user");
        here.renew("user");
        server.command("HSET", TABLE, "user", RedisKeys.hex(first));
        here.refresh();

        assertThat(here.of("user")).isNotEqualTo(first);
        assertThat(table("user")).isEqualTo(RedisKeys.hex(here.of("user")));
    }

    @Test
    void thatAreNoneAreReplaced() {
        server.command("HSET", TABLE, "user", "one");
        long drawn = here.of("user");

        assertThat(table("user")).isEqualTo(RedisKeys.hex(drawn));
    }

    @Test
    void comeByMessage() {
        long first = here.of("user");
        here.adopt("user", 4711);
        here.adopt("other", 4712);

        assertThat(here.of("user")).isEqualTo(4711);
        assertThat(here.of("other")).isEqualTo(4712);
        assertThat(here.mayBeCurrent("user", first)).isFalse();
        assertThat(here.mayBeCurrent("unknown", first)).isTrue();
    }

    @Test
    void ofAllRegionsCanBeRenewed() {
        long first = here.of("user");
        long second = here.of("other");
        here.renewAll();

        assertThat(here.of("user")).isNotEqualTo(first);
        assertThat(here.of("other")).isNotEqualTo(second);
    }

    @Test
    void aClearThatANodeHasMissedIsUnderstoodWithTheNextRefresh() {
        RedisTier one = nodes.start(ForTests.patient(RedisTier.at(server.uri())));
        RedisTier other = nodes.start(ForTests.patient(RedisTier.at(server.uri())));
        one.write(nodes.write("a", "1"));
        assertThat(other.get(key("a"))).isNotNull();

        assertThat(one.sweep(Scope.region(Nodes.REGION), () -> false))
                .as("stopped before the walk")
                .isZero();
        assertThat(one.get(key("a"))).isNull();
        one.write(nodes.write("a", "2"));
        assertThat(one.sweep(Scope.ALL, () -> true))
                .as("what was left and what is new")
                .isEqualTo(2);
        assertThat(server.command("KEYS", "{terrace/user:*}").toString()).isEqualTo("[]");
    }
}
