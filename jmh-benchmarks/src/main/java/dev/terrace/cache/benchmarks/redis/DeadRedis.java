package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * What do callers feel of a Redis that hangs, once the breaker is open? The same traffic on the same chain without a Redis
 * tier, in turns, in the same run.
 */
final class DeadRedis {

    private static final int CALLS = 2_000;
    private static final int TURNS = 150;
    private static final int LISTED = 12;
    private static final double SHARE = 0.99;

    private DeadRedis() {}

    static void print() {
        try (RedisServer server = RedisServer.start();
                CacheManager without = CacheManager.builder()
                        .memory(memory -> memory.maximumEntries(1_000))
                        .build();
                CacheManager with = CacheManager.builder()
                        .memory(memory -> memory.maximumEntries(1_000))
                        .tier(RedisTier.at(server.uri()))
                        .build()) {
            Traffic healthy = new Traffic(Traffic.regionOf(without), "a", 1);
            Traffic orphaned = new Traffic(Traffic.regionOf(with), "a", 1);
            SlowCalls warmup = new SlowCalls();
            for (int i = 0; i < 20 * CALLS; i++) {
                healthy.call(warmup);
                orphaned.call(warmup);
            }
            server.pause();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                orphaned.call(warmup);
                return RedisReport.gauge(with, "redis.redis.breakers.open") > 0;
            });
            compare(healthy, orphaned);
            server.resume();
        }
    }

    private static void compare(Traffic healthy, Traffic orphaned) {
        SlowCalls plain = new SlowCalls();
        SlowCalls dead = new SlowCalls();
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < CALLS; i++) {
                healthy.call(plain);
            }
            for (int i = 0; i < CALLS; i++) {
                orphaned.call(dead);
            }
        }
        System.out.println("Redis hangs, the breaker is open; microseconds (promised: p99 at most 1,000 more)");
        print("no Redis tier", plain);
        print("dead Redis", dead);
        System.out.printf(Locale.ROOT, "  p99 differs by %.1f us%n", dead.micros(SHARE) - plain.micros(SHARE));
        System.out.println("  calls above 1 ms:");
        plain.print("no Redis tier", LISTED);
        dead.print("dead Redis", LISTED);
    }

    private static void print(String name, SlowCalls calls) {
        System.out.printf(
                Locale.ROOT,
                "  %-16s %d calls  median %.1f  p99 %.1f  p99.9 %.1f  largest %.1f%n",
                name,
                calls.count(),
                calls.micros(0.5),
                calls.micros(SHARE),
                calls.micros(0.999),
                calls.micros(1));
    }
}
