package dev.terrace.cache.benchmarks.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/** The yardstick: a Chronicle Map of bytes, as fast as it can be set, that neither expires nor evicts anything. */
public final class RawMap implements AutoCloseable {

    private static final int KEY_BYTES = 16;

    private final ChronicleMap<byte[], byte[]> map;

    private RawMap(ChronicleMap<byte[], byte[]> map) {
        this.map = map;
    }

    /**
     * Opens or makes one.
     *
     * @param file of the map
     * @param entries that must fit
     * @param valueBytes of the average value
     * @throws IOException if it cannot be opened
     */
    public static RawMap at(Path file, long entries, int valueBytes) throws IOException {
        return new RawMap(ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("raw")
                .entries(entries)
                .averageKeySize(KEY_BYTES)
                .averageValueSize(valueBytes)
                .checksumEntries(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .createPersistedTo(file.toFile()));
    }

    /**
     * Returns the bytes of a key, or null.
     *
     * @param key to look up
     */
    public byte @Nullable [] get(String key) {
        return map.get(bytes(key));
    }

    /**
     * Puts a value that is no larger than the one before.
     *
     * @param key to put it under
     * @param value its bytes
     */
    public void put(String key, byte[] value) {
        map.put(bytes(key), value);
    }

    /**
     * Removes a key.
     *
     * @param key to remove
     */
    public void remove(String key) {
        map.remove(bytes(key));
    }

    /** Replaces a value the one way that is safe when the new one is larger. */
    void removeAndInsert(String key, byte[] value) {
        try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(bytes(key))) {
            context.updateLock().lock();
            MapEntry<byte[], byte[]> entry = context.entry();
            if (entry != null) {
                entry.doRemove();
            }
            var absent = context.absentEntry();
            if (absent == null) {
                throw new IllegalStateException("a removed entry is still there");
            }
            absent.doInsert(context.wrapValueAsData(value));
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        map.close();
    }
}
