package dev.terrace.cache.redis;

import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.TierContract;
import dev.terrace.cache.tier.Tier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What every tier promises, on one server. */
final class StandaloneContractIT extends TierContract {

    private static RedisServer server;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected Tier newTier() {
        server.command("FLUSHALL");
        return ForTests.patient(RedisTier.at(server.uri()));
    }

    @Override
    protected FakeTime newTime() {
        return new FakeTime(System.currentTimeMillis());
    }

    @Override
    protected boolean followsTheGivenClock() {
        return false;
    }

    @Override
    protected int refusedPayload() {
        return 9 << 20;
    }

    @Override
    protected boolean isForeign(Thread thread) {
        return thread.getName().startsWith("process");
    }
}
