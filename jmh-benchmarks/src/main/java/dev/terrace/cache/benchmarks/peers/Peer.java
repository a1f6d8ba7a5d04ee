package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import org.jspecify.annotations.Nullable;

/** A cache of another project, as far as it is measured. Safe from any thread. */
public interface Peer extends AutoCloseable {

    /**
     * Returns a value, or null if there is none.
     *
     * @param key to look up
     */
    @Nullable
    Profile get(String key);

    /**
     * Stores a value.
     *
     * @param key to store it under
     * @param value to be decoded by whoever reads it from below memory
     */
    void put(String key, Profile value);

    /**
     * Removes a value.
     *
     * @param key of the value
     */
    void delete(String key);

    @Override
    void close();
}
