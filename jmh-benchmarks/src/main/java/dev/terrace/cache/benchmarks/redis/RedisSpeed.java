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

    private static Contender each(String name, String promised, Runnable call) {
        return new Contender(name, promised, operations -> {
            for (int i = 0; i < operations; i++) {
                call.run();
            }
        });
    }

    static void print() {
        try (RedisSpeed speed = new RedisSpeed()) {
            SideBySide.printHead();
            speed.measureHits();
            speed.measureBatches();
            speed.measureWrites();
            System.out.println("(" + speed.sum + ")");
        }
    }

    private void measureHits() {
        SideBySide.print(
                "hit",
                CALLS,
                List.of(
                        each(
                                "Jedis GET, same entry, same decode",
                                "",
                                () -> sum += raw.getEntry(key()).age()),
                        each(
                                "Jedis GET of the bare value, decode",
                                "",
                                () -> sum += raw.get(key()).age()),
                        each(
                                "terrace get",
                                "1.05",
                                () -> sum +=
                                        Objects.requireNonNull(cache.get(key())).age())));
    }

    private void measureBatches() {
        SideBySide.print(
                "hit of 100 keys",
                BATCHES,
                List.of(
                        each(
                                "Jedis MGET, same entries and decodes",
                                "",
                                () -> sum += raw.mgetEntries(keys()).size()),
                        each("Jedis MGET of bare values, decodes", "", () -> sum += raw.mget(keys(), true)),
                        each("Jedis MGET of bare values alone", "", () -> sum += raw.mget(keys(), false)),
                        each(
                                "terrace getAll",
                                "1.1",
                                () -> sum += cache.getAll(keys()).size())));
    }

    private void measureWrites() {
        SideBySide.print(
                "write",
                CALLS,
                List.of(
                        each("Jedis EVALSHA of the same script", "", () -> raw.write(key(), stored)),
                        each("the same, value encoded before", "", () -> {
                            sum += raw.encode(value).length;
                            raw.write(key(), stored);
                        }),
                        each("terrace set", "1.15", () -> cache.set(key(), value))));
    }

    @Override
    public void close() {
        manager.close();
        raw.close();
        server.close();
    }
}
