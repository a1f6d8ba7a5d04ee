package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.disk.UniformKeys;
import dev.terrace.cache.benchmarks.peers.OpenPeer;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.smile.SmileMapper;

/** What does a batch of 100 keys from Redis cost beside one MGET? */
@Asks(
        value = "100 keys from Redis in one call, decoded",
        settings =
                "a Redis on this machine, 10,000 keys, values of 1 KiB as Smile, one connection; B/op and times are of"
                        + " the whole batch",
        yardstick = "mget",
        figure = "wall",
        bars = @Bar(text = "batch of 100 over one MGET and its decoding", over = "mget", most = 1.1))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class BatchOf100 {

    private static final int BATCH = 100;
    private static final int ENTRIES = 10_000;

    private final UniformKeys keys = new UniformKeys(ENTRIES);
    private final RedisServer server = RedisServer.start();
    private final RedisClient jedis = RedisClient.create("127.0.0.1", server.port());
    private final ObjectReader reader = SmileMapper.shared().readerFor(Profile.class);
    private final CacheManager manager = CacheManager.builder()
            .memory(MemorySettings::disabled)
            .tier(RedisTier.at(server.uri()).timeout(Duration.ofSeconds(5)))
            .build();
    private final Cache<Profile> cache = manager.cache("user", Profile.class);

    /** Stores every value twice, as each side stores it. */
    @Setup
    public void fill() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            cache.set("first", OpenPeer.profile(0));
            return cache.get("first") != null;
        });
        for (int i = 0; i < ENTRIES; i++) {
            cache.set(UniformKeys.key(i), OpenPeer.profile(i));
            jedis.set(name(UniformKeys.key(i)), SmileMapper.shared().writeValueAsBytes(OpenPeer.profile(i)));
        }
    }

    private static byte[] name(String key) {
        return ("raw:" + key).getBytes(StandardCharsets.UTF_8);
    }

    /** Closes them. */
    @TearDown
    public void close() {
        manager.close();
        jedis.close();
        server.close();
    }

    private List<String> batch() {
        int at = keys.nextBatch();
        List<String> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(keys.at(at + i));
        }
        return batch;
    }

    /**
     * Terrace.
     *
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void terrace(CpuTime cpu, Blackhole hole) {
        List<String> batch = batch();
        cpu.times(1, i -> hole.consume(cache.getAll(batch)));
    }

    /**
     * The yardstick.
     *
     * @param cpu counts processor time
     * @param hole takes the values
     */
    @Benchmark
    public void mget(CpuTime cpu, Blackhole hole) {
        List<String> batch = batch();
        cpu.times(1, i -> hole.consume(read(batch)));
    }

    private Map<String, Profile> read(List<String> batch) {
        List<byte[]> found = jedis.mget(batch.stream().map(BatchOf100::name).toArray(byte[][]::new));
        Map<String, Profile> values = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Profile value = reader.readValue(found.get(i));
            values.put(batch.get(i), value);
        }
        return values;
    }
}
