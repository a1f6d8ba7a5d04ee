package dev.terrace.cache.benchmarks.peers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.benchmarks.disk.Profile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Caffeine alone. */
final class CaffeinePeer implements Peer {

    private final Cache<String, Profile> cache;

    CaffeinePeer(Place place) {
        cache = Caffeine.newBuilder()
                .maximumSize(place.entries())
                .expireAfterWrite(Duration.ofHours(1))
                .build();
    }

    @Override
    public @Nullable Profile get(String key) {
        return cache.getIfPresent(key);
    }

    @Override
    public void put(String key, Profile value) {
        cache.put(key, value);
    }

    @Override
    public void delete(String key) {
        cache.invalidate(key);
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
