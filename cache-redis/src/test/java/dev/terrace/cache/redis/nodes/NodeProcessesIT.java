package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.redis.nodes.Ensemble.Ways;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.SentinelGroup;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in this process and in others, of two releases, with everything that removes many keys, and restarts. */
class NodeProcessesIT {

    private static final Duration MOMENT = Duration.ofMillis(500);

    private final Seeds seeds = Seeds.draw("NodeProcessesIT");

    @TempDir
    Path folder;

    @Test
    void nobodyReadsWhatWasRemovedOrReplacedBeforeANodeRestartedOrItsWayBroke()
            throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(redis.port());
                Ensemble nodes = new Ensemble(new Ways(redis.uri(), proxy.uri()), folder, false, seeds)) {
            nodes.wait(MOMENT);
            nodes.witness().clear();
            nodes.wait(MOMENT);
            nodes.second().invalidate("k[1-4]*", "k[1-4].*");
            proxy.reset();
            nodes.wait(MOMENT);
            nodes.killAndRestartThird();
            nodes.witness().invalidate("k?", "k.");
            nodes.wait(MOMENT);
            nodes.restartThird();
            proxy.freeze();
            nodes.wait(Duration.ofSeconds(3));
            proxy.mend();
            nodes.wait(MOMENT);
            nodes.judge();
        }
    }

    @Test
    void whoeverEmptiesRedisNobodyReadsWhatWasReplacedBefore() throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Ensemble nodes = new Ensemble(new Ways(redis.uri(), redis.uri()), folder, true, seeds)) {
            nodes.wait(MOMENT);
            redis.command("FLUSHALL");
            nodes.wait(MOMENT);
            nodes.killAndRestartThird();
            redis.command("FLUSHALL");
            nodes.wait(MOMENT);
            nodes.judgeWhereRedisLostEntries();
        }
    }

    @Test
    void afterAFailoverAllAgreeWithTheNewServer() throws IOException, InterruptedException {
        try (SentinelGroup group = SentinelGroup.start()) {
            String address = "sentinel:" + group.sentinel().port();
            try (Ensemble nodes = new Ensemble(new Ways(address, address), folder, false, seeds)) {
                nodes.wait(MOMENT);
                RedisServer old = group.master();
                long from = System.nanoTime();
                old.kill();
                group.awaitFailoverFrom(old);
                nodes.wait(MOMENT.multipliedBy(4));
                nodes.judge.mayHaveLost(from, System.nanoTime());
                nodes.wait(MOMENT.multipliedBy(4));
                nodes.judge();
            }
        }
    }

    @Test
    void aRedisThatDiedAndCameBackEmptyGetsWhatHoldsNow() throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Ensemble nodes = new Ensemble(new Ways(redis.uri(), redis.uri()), folder, false, seeds)) {
            nodes.wait(MOMENT);
            long from = System.nanoTime();
            redis.kill();
            nodes.wait(MOMENT.multipliedBy(2));
            redis.startAgain();
            nodes.wait(MOMENT.multipliedBy(4));
            nodes.judge.mayHaveLost(from, System.nanoTime());
            nodes.wait(MOMENT.multipliedBy(4));
            nodes.judgeWhereRedisLostEntries();
        }
    }
}
