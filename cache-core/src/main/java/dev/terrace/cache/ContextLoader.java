package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Loader} that decides how long its result lives and which labels it carries.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface ContextLoader<V> {

    /**
     * Reads a value.
     *
     * @param key the key inside the region
     * @param context takes the settings of the result
     * @return null if the source has none
     * @throws Exception whatever goes wrong; the callers get a {@link LoadException}
     */
    @Nullable
    V load(String key, LoadContext context) throws Exception;
}
