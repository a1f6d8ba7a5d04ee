package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.disk.ScratchFolder;
import dev.terrace.cache.benchmarks.peers.OpenPeer;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Three tiers, and one region for each of them to be read from. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class SmallChain {

    private static final int ENTRIES = 20_000;
    private static final int ROOM = 2000;
    private static final long BUDGET = 128L << 20;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KILO = 1024;

    private final AtomicInteger regions = new AtomicInteger();
    private ScratchFolder folder;
    private RedisServer server;
    private CacheManager manager;
    private CacheManager disk;
    private CacheManager redis;
    private Cache<Profile> all;
    private Cache<Profile> onDisk;
    private Cache<Profile> inRedis;

    /** Opens the tiers and fills them. */
    @Setup
    public void open() throws IOException {
        folder = ScratchFolder.make();
        server = RedisServer.start();
        manager = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(ROOM))
                .tier(DiskTier.at(folder.path().resolve("all")).maximumBytes(BUDGET))
                .tier(redisTier())
                .build();
        disk = CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(DiskTier.at(folder.path().resolve("disk")).maximumBytes(BUDGET))
                .build();
        redis = CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(redisTier().prefix("alone"))
                .build();
        all = manager.cache("user", Profile.class);
        onDisk = disk.cache("user", Profile.class);
        inRedis = redis.cache("user", Profile.class);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            inRedis.set("first", OpenPeer.profile(0));
            all.set("hot", OpenPeer.profile(0));
            return inRedis.get("first") != null;
        });
        for (int i = 0; i < ENTRIES; i++) {
            onDisk.set(ZipfKeys.key(i), OpenPeer.profile(i));
            inRedis.set(ZipfKeys.key(i), OpenPeer.profile(i));
        }
    }

    private RedisTier redisTier() {
        return RedisTier.at(server.uri()).timeout(Duration.ofSeconds(5));
    }

    /** Closes them. */
    @TearDown
    public void close() throws IOException {
        manager.close();
        disk.close();
        redis.close();
        server.close();
        folder.close();
    }

    Cache<Profile> all() {
        return all;
    }

    Cache<Profile> inMemory() {
        return all;
    }

    Cache<Profile> onDisk() {
        return onDisk;
    }

    Cache<Profile> inRedis() {
        return inRedis;
    }

    /** Returns a region that nothing was put into yet. */
    Cache<Profile> empty() {
        return manager.cache("region-" + regions.incrementAndGet(), Profile.class);
    }

    /** Returns what this process holds beside mapped files, not a number where the system does not say. */
    static double residentMegabytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILO)
                .findFirst()
                .orElse(Double.NaN);
    }
}
