package dev.terrace.cache.engine;

import dev.terrace.cache.tier.StateStore;
import java.nio.ByteBuffer;

/** Numbers kept in a {@link StateStore}. */
final class Blobs {

    private Blobs() {}

    /** Returns a saved number; the fallback if it is missing or is not one. */
    static long readLong(StateStore store, String name, long fallback) {
        byte[] blob = store.load(name);
        return blob == null || blob.length != Long.BYTES
                ? fallback
                : ByteBuffer.wrap(blob).getLong();
    }

    /** Saves a number. */
    static void writeLong(StateStore store, String name, long value) {
        store.save(name, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
