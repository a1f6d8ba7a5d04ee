package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.redis.RedisTier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Terrace itself, so that it runs through the same loops. */
final class TerracePeer implements Peer {

    private static final long ROOM_PER_ENTRY = 2560;
    private static final long SMALLEST = 16L << 20;

    private final CacheManager manager;
    private final Cache<Profile> cache;

    private TerracePeer(CacheManager manager) {
        this(manager, manager.cache("user", Profile.class));
    }

    private TerracePeer(CacheManager manager, Cache<Profile> cache) {
        this.manager = manager;
        this.cache = cache;
    }

    static Peer memory(Place place) {
        return new TerracePeer(CacheManager.builder()
                .memory(memory -> memory.maximumEntries(place.entries()).maximumBytes(Long.MAX_VALUE))
                .build());
    }

    static Peer disk(Place place) {
        return new TerracePeer(CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(tier(place))
                .build());
    }

    static Peer fory(Place place) {
        CacheManager manager = CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(tier(place))
                .build();
        return new TerracePeer(
                manager, manager.cache("user", Profile.class, region -> region.codec(Codecs.fory(Profile.class))));
    }

    static Peer redis(Place place) {
        return new TerracePeer(CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(RedisTier.at(place.redisUri()).timeout(Duration.ofSeconds(5)))
                .build());
    }

    static Peer both(Place place) {
        return new TerracePeer(CacheManager.builder()
                .memory(memory -> memory.maximumEntries(place.entries()).maximumBytes(Long.MAX_VALUE))
                .tier(tier(place))
                .build());
    }

    private static DiskTier tier(Place place) {
        return DiskTier.at(place.folder().resolve("terrace"))
                .maximumBytes(Math.max(SMALLEST, place.entries() * ROOM_PER_ENTRY));
    }

    @Override
    public @Nullable Profile get(String key) {
        return cache.get(key);
    }

    @Override
    public void put(String key, Profile value) {
        cache.set(key, value);
    }

    @Override
    public void delete(String key) {
        cache.delete(key);
    }

    @Override
    public void close() {
        manager.close();
    }
}
