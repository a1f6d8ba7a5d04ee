package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one glues together without Terrace: Caffeine over a Chronicle Map, with no care for races. */
final class HandMadePeer implements Peer {

    private final CaffeinePeer memory;
    private final ChroniclePeer disk;

    HandMadePeer(Place place) throws IOException {
        memory = new CaffeinePeer(place);
        disk = new ChroniclePeer(place);
    }

    @Override
    public @Nullable Profile get(String key) {
        Profile found = memory.get(key);
        if (found != null) {
            return found;
        }
        Profile below = disk.get(key);
        if (below != null) {
            memory.put(key, below);
        }
        return below;
    }

    @Override
    public void put(String key, Profile value) {
        disk.put(key, value);
        memory.put(key, value);
    }

    @Override
    public void delete(String key) {
        disk.delete(key);
        memory.delete(key);
    }

    @Override
    public void close() {
        memory.close();
        disk.close();
    }
}
