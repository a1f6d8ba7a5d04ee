package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads one value from the source. Called by one thread per key at a time, never under a lock; it may
 * use the cache for other keys.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface Loader<V> {

    /**
     * Reads a value.
     *
     * @param key the key inside the region
     * @return null if the source has none
     * @throws Exception whatever goes wrong; the callers get a {@link LoadException}
     */
    @Nullable
    V load(String key) throws Exception;
}
