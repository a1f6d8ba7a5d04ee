package dev.terrace.cache;

import java.util.Map;
import java.util.Set;

/**
 * Reads many values from the source in one call.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface BatchLoader<V> {

    /**
     * Reads values.
     *
     * @param keys the keys inside the region, never empty
     * @return what the source has; keys that are missing in it have no value, other keys are ignored
     * @throws Exception whatever goes wrong; the keys are named in {@link BatchResult#failures}
     */
    Map<String, V> loadAll(Set<String> keys) throws Exception;
}
