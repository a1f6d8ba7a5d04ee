package dev.terrace.cache.engine;

import dev.terrace.cache.tier.StateStore;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers kept in a {@link StateStore}. */
final class Blobs {

    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    private Blobs() {}

    /** Returns a saved number; the fallback if it is missing or is not one. */
    static long readLong(StateStore store, String name, long fallback) {
        byte[] blob = store.load(name);
        return blob == null || blob.length != Long.BYTES
                ? fallback
                : ByteBuffer.wrap(blob).getLong();
    }

    /**
     * Saves a number; false if the store fails. The caller goes on without: a tier that cannot keep state must
     * not make calls fail that other tiers can answer.
     */
    static boolean writeLong(StateStore store, String name, long value) {
        try {
            store.save(name, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("state_not_saved name={}", name, e);
            return false;
        }
    }
}
