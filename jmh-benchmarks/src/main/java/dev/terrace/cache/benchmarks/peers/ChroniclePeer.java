package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.disk.RawMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A Chronicle Map alone: no expiry, no eviction. */
final class ChroniclePeer implements Peer {

    private static final int VALUE_BYTES = 1024;

    private final RawMap map;

    ChroniclePeer(Place place) throws IOException {
        map = RawMap.at(place.folder().resolve("chronicle"), place.entries(), VALUE_BYTES);
    }

    @Override
    public @Nullable Profile get(String key) {
        return ProfileBytes.decode(map.get(key));
    }

    @Override
    public void put(String key, Profile value) {
        map.put(key, ProfileBytes.encode(value));
    }

    @Override
    public void delete(String key) {
        map.remove(key);
    }

    @Override
    public void close() {
        map.close();
    }
}
