package dev.terrace.cache.redis;

import dev.terrace.cache.redis.server.ClusterGroup;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.TierContract;
import dev.terrace.cache.tier.Tier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What every tier promises, on a cluster of three masters. */
final class ClusterContractIT extends TierContract {

    private static ClusterGroup group;

    @BeforeAll
    static void startServers() {
        group = ClusterGroup.start();
    }

    @AfterAll
    static void stopServers() {
        group.close();
    }

    @Override
    protected Tier newTier() {
        group.masters().forEach(server -> server.command("FLUSHALL"));
        return ForTests.patient(RedisTier.cluster(group.nodes().toArray(new String[0])));
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
