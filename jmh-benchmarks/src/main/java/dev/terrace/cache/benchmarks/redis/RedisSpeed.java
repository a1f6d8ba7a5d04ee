package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.redis.SideBySide.Contender;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;

/**
 * What do a hit, a batch of hits and a write cost beside raw Jedis? Values of 1 KiB, one caller. The chain has Redis as its
 * only tier, and its channel is open: both sides publish what they write, and somebody hears it.
 */
final class RedisSpeed implements AutoCloseable {

    private static final int KEYS = 10_000;
    private static final int BATCH = 100;
    private static final int CALLS = 400;
    private static final int BATCHES = 20;

    private final RedisServer server = RedisServer.start();
    private final RawRedis raw = new RawRedis(server.port());
    private final CacheManager manager = CacheManager.builder()
            .memory(MemorySettings::disabled)
            .tier(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(5)))
            .build();
    private final Cache<Profile> cache = manager.cache(RawRedis.REGION, Profile.class);
    private final Random random = new Random(42);
    private final Profile value = Profile.of(1);
    private final byte[] stored = new byte[raw.encode(value).length + 64];
    private int sum;

    RedisSpeed() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            cache.set("first", value);
            return value.equals(cache.get("first"));
        });
        for (int i = 0; i < KEYS; i++) {
            Profile profile = Profile.of(i);
            cache.set(key(i), profile);
            raw.set(key(i), profile);
        }
        raw.findEntries();
    }

    private static String key(int number) {
        return "user:" + number;
    }

    private String key() {
        return key(random.nextInt(KEYS));
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            keys.add(key());
        }
        return keys;
    }

    private static void times(int count, Runnable call) {
        for (int i = 0; i < count; i++) {
            call.run();
        }
    }

    static void print() {
        try (RedisSpeed speed = new RedisSpeed()) {
            SideBySide.printHead();
            speed.measure();
        }
    }

    private void measure() {
        SideBySide.print(
                "hit",
                CALLS,
                List.of(
                        new Contender(
                                "Jedis GET, same entry, same decode",
                                "",
                                n -> times(n, () -> sum += raw.getEntry(key()).age())),
                        new Contender(
                                "Jedis GET of the bare value, decode",
                                "",
                                n -> times(n, () -> sum += raw.get(key()).age())),
                        new Contender(
                                "terrace get",
                                "1.05",
                                n -> times(
                                        n,
                                        () -> sum += Objects.requireNonNull(cache.get(key()))
                                                .age()))));
        SideBySide.print(
                "hit of 100 keys",
                BATCHES,
                List.of(
                        new Contender(
                                "Jedis MGET, same entries and decodes",
                                "",
                                n -> times(
                                        n, () -> sum += raw.mgetEntries(keys()).size())),
                        new Contender(
                                "Jedis MGET of bare values, decodes",
                                "",
                                n -> times(n, () -> sum += raw.mget(keys(), true))),
                        new Contender(
                                "Jedis MGET of bare values alone",
                                "",
                                n -> times(n, () -> sum += raw.mget(keys(), false))),
                        new Contender(
                                "terrace getAll",
                                "1.1",
                                n -> times(n, () -> sum += cache.getAll(keys()).size()))));
        SideBySide.print(
                "write",
                CALLS,
                List.of(
                        new Contender(
                                "Jedis EVALSHA of the same script", "", n -> times(n, () -> raw.write(key(), stored))),
                        new Contender(
                                "the same, value encoded before",
                                "",
                                n -> times(n, () -> {
                                    sum += raw.encode(value).length;
                                    raw.write(key(), stored);
                                })),
                        new Contender("terrace set", "1.15", n -> times(n, () -> cache.set(key(), value)))));
        System.out.println("(" + sum + ")");
    }

    @Override
    public void close() {
        manager.close();
        raw.close();
        server.close();
    }
}
