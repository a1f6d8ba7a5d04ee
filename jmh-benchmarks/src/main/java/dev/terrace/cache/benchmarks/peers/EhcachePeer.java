package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.spi.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Ehcache 3 on heap, on disk, and with all of its local tiers. */
final class EhcachePeer implements Peer {

    private static final int FEW = 10;
    private static final int OFF_HEAP_MB = 64;
    private static final int SMALLEST_MB = 128;
    private static final int BYTES_PER_ENTRY = 2048;

    private final CacheManager manager;
    private final Cache<String, Profile> cache;

    private EhcachePeer(CacheManager manager) {
        this.manager = manager;
        cache = manager.getCache("user", String.class, Profile.class);
    }

    static Peer heap(Place place) {
        return new EhcachePeer(CacheManagerBuilder.newCacheManagerBuilder()
                .withCache("user", cache(ResourcePoolsBuilder.heap(place.entries())))
                .build(true));
    }

    static Peer tiered(Place place) {
        ResourcePoolsBuilder pools = ResourcePoolsBuilder.newResourcePoolsBuilder()
                .heap(place.entries(), org.ehcache.config.units.EntryUnit.ENTRIES)
                .offheap(OFF_HEAP_MB, MemoryUnit.MB);
        return persistent(place, pools);
    }

    static Peer disk(Place place) {
        return persistent(place, ResourcePoolsBuilder.heap(FEW));
    }

    private static Peer persistent(Place place, ResourcePoolsBuilder pools) {
        long megabytes = Math.max(SMALLEST_MB, ((long) place.entries() * BYTES_PER_ENTRY) >> 20);
        return new EhcachePeer(CacheManagerBuilder.newCacheManagerBuilder()
                .with(CacheManagerBuilder.persistence(
                        place.folder().resolve("ehcache").toFile()))
                .withCache(
                        "user",
                        cache(pools.disk(megabytes, MemoryUnit.MB, true)).withValueSerializer(new ProfileSerializer()))
                .build(true));
    }

    private static CacheConfigurationBuilder<String, Profile> cache(ResourcePoolsBuilder pools) {
        return CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, Profile.class, pools)
                .withExpiry(ExpiryPolicyBuilder.timeToLiveExpiration(Duration.ofHours(1)));
    }

    @Override
    public @Nullable Profile get(String key) {
        return cache.get(key);
    }

    @Override
    public void put(String key, Profile value) {
        cache.put(key, value);
    }

    @Override
    public void delete(String key) {
        cache.remove(key);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Smile, in the form that Ehcache asks for. */
    private static final class ProfileSerializer implements Serializer<Profile> {

        @Override
        public ByteBuffer serialize(Profile value) {
            return ByteBuffer.wrap(ProfileBytes.encode(value));
        }

        @Override
        public Profile read(ByteBuffer stored) {
            byte[] bytes = new byte[stored.remaining()];
            stored.get(bytes);
            return ProfileBytes.decode(bytes, 0);
        }

        @Override
        public boolean equals(Profile value, ByteBuffer stored) {
            return value.equals(read(stored));
        }
    }
}
