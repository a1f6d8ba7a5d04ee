package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * How long after a write began does another node stop serving the old value from its memory? Two managers in this process,
 * and one thread that writes on one and then reads on the other until it sees the new value.
 */
final class MessageDelay {

    private static final int WARMUPS = 2_000;
    private static final int MESSAGES = 3_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String KEY = "k";

    private MessageDelay() {}

    static void print() {
        try (RedisServer server = RedisServer.start();
                CacheManager writer = manager(server);
                CacheManager reader = manager(server)) {
            Cache<Long> here = writer.cache("r", Long.class);
            Cache<Long> there = reader.cache("r", Long.class);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                here.set(KEY, -1L);
                return Long.valueOf(-1).equals(there.get(KEY));
            });
            double[] begun = new double[MESSAGES];
            double[] returned = new double[MESSAGES];
            for (int i = -WARMUPS; i < MESSAGES; i++) {
                there.get(KEY);
                long start = System.nanoTime();
                here.set(KEY, (long) i);
                long written = System.nanoTime();
                long seen = awaitValue(there, i);
                if (i >= 0) {
                    begun[i] = (seen - start) / NANOS_PER_MILLI;
                    returned[i] = Math.max(0, seen - written) / NANOS_PER_MILLI;
                }
            }
            System.out.printf(
                    Locale.ROOT, "%d messages to another node, milliseconds (promised: median below 1)%n", MESSAGES);
            print("since the write began", begun);
            print("since the write returned", returned);
        }
    }

    private static CacheManager manager(RedisServer server) {
        return CacheManager.builder()
                .tier(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(5)))
                .build();
    }

    /** Returns when the read began that saw the value: the message had been applied by then. */
    private static long awaitValue(Cache<Long> cache, long value) {
        while (true) {
            long begun = System.nanoTime();
            Long seen = cache.get(KEY);
            if (seen != null && seen == value) {
                return begun;
            }
            Thread.onSpinWait();
        }
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "  %-26s median %.3f  p99 %.3f  largest %.3f%n",
                what,
                millis[MESSAGES / 2],
                millis[MESSAGES * 99 / 100],
                millis[MESSAGES - 1]);
    }
}
