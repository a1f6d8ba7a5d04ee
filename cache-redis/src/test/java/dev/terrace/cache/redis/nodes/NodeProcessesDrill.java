package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.redis.nodes.Ensemble.Ways;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link NodeProcessesIT} does, in any order and for minutes. */
class NodeProcessesDrill {

    private static final int FAULTS = 40;
    private static final int KINDS = 8;
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration BEYOND_SILENCE = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void nobodyReadsWhatWasRemovedOrReplacedBefore() throws IOException, InterruptedException {
        Seeds seeds = Seeds.draw("NodeProcessesDrill");
        Random random = seeds.random(1_000);
        try (RedisServer redis = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(redis.port());
                Ensemble nodes = new Ensemble(new Ways(redis.uri(), proxy.uri()), folder, false, seeds)) {
            for (int i = 0; i < FAULTS; i++) {
                fault(random.nextInt(KINDS), proxy, nodes);
                nodes.wait(MOMENT);
            }
            nodes.judge();
        }
    }

    private static void fault(int kind, TcpProxy proxy, Ensemble nodes) throws IOException, InterruptedException {
        switch (kind) {
            case 0 -> nodes.witness().clear();
            case 1 -> nodes.witness().invalidate("k[2-7]*", "k[2-7].*");
            case 2 -> proxy.reset();
            case 3 -> {
                proxy.freeze();
                nodes.wait(BEYOND_SILENCE);
                proxy.mend();
            }
            case 4 -> {
                proxy.delay(Duration.ofMillis(50));
                nodes.wait(MOMENT);
                proxy.mend();
            }
            case 5 -> nodes.killAndRestartThird();
            case 6 -> nodes.restartThird();
            default -> {
                proxy.cut();
                nodes.wait(MOMENT);
                proxy.mend();
            }
        }
    }
}
