package dev.terrace.cache;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a batch read, as an unmodifiable map, with the keys whose load failed named beside
 * it: one bad key does not fail the batch.
 *
 * @param <V> the type of the values
 */
public final class BatchResult<V> extends AbstractMap<String, V> {

    private final Map<String, V> values;
    private final Map<String, LoadException> failures;

    /**
     * Makes a result from copies of both maps.
     *
     * @param values the keys that have a value
     * @param failures the keys whose load failed
     */
    public BatchResult(Map<String, V> values, Map<String, LoadException> failures) {
        this.values = Map.copyOf(values);
        this.failures = Map.copyOf(failures);
    }

    /** Returns the keys whose load failed and why; empty if all went well. */
    public Map<String, LoadException> failures() {
        return failures;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return values.entrySet();
    }

    @Override
    public boolean containsKey(Object key) {
        return values.containsKey(key);
    }

    @Override
    public @Nullable V get(Object key) {
        return values.get(key);
    }
}
