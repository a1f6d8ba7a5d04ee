package dev.terrace.cache.redis;

import dev.terrace.cache.redis.server.SentinelGroup;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.TierContract;
import dev.terrace.cache.tier.Tier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What every tier promises, on servers that Sentinel watches. */
final class SentinelContractIT extends TierContract {

    private static SentinelGroup group;

    @BeforeAll
    static void startServers() {
        group = SentinelGroup.start();
    }

    @AfterAll
    static void stopServers() {
        group.close();
    }

    @Override
    protected Tier newTier() {
        group.master().command("FLUSHALL");
        return ForTests.patient(RedisTier.sentinel(
                SentinelGroup.MASTER, "127.0.0.1:" + group.sentinel().port()));
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
