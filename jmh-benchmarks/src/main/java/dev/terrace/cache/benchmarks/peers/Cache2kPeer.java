package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;

/** cache2k. */
final class Cache2kPeer implements Peer {

    private final Cache<String, Profile> cache;

    Cache2kPeer(Place place) {
        cache = Cache2kBuilder.of(String.class, Profile.class)
                .eternal(true)
                .entryCapacity(place.entries())
                .build();
    }

    @Override
    public @Nullable Profile get(String key) {
        return cache.peek(key);
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
        cache.close();
    }
}
