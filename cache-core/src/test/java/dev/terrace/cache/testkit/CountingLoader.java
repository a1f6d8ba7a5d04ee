package dev.terrace.cache.testkit;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.Loader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source that counts its loads and waits or fails on demand. Safe for use by many threads.
 *
 * <p>Pass it as a {@link Loader}, or {@code loader::loadAll} as a {@link BatchLoader}.
 *
 * @param <V> the type of the values
 */
public final class CountingLoader<V> implements Loader<V> {

    private final Function<String, ? extends @Nullable V> source;
    private final Map<String, Integer> loads = new HashMap<>();
    private final List<Set<String>> batches = new ArrayList<>();
    private @Nullable Pause pause;
    private @Nullable Exception failure;
    private int failuresLeft;

    /**
     * Makes a loader.
     *
     * @param source what a load returns; null where the source has nothing
     */
    public CountingLoader(Function<String, ? extends @Nullable V> source) {
        this.source = source;
    }

    @Override
    public @Nullable V load(String key) throws Exception {
        begin(List.of(key));
        return source.apply(key);
    }

    /** Loads many keys in one call, which waits and fails as a single load does. */
    public Map<String, V> loadAll(Set<String> keys) throws Exception {
        synchronized (this) {
            batches.add(Set.copyOf(keys));
        }
        begin(keys);
        Map<String, V> found = new HashMap<>();
        for (String key : keys) {
            V value = source.apply(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    private void begin(Iterable<String> keys) throws Exception {
        Pause paused = count(keys);
        if (paused != null) {
            paused.await();
        }
        Exception thrown = nextFailure();
        if (thrown != null) {
            throw thrown;
        }
    }

    private synchronized @Nullable Pause count(Iterable<String> keys) {
        keys.forEach(key -> loads.merge(key, 1, Integer::sum));
        return pause;
    }

    private synchronized @Nullable Exception nextFailure() {
        if (failuresLeft == 0) {
            return null;
        }
        failuresLeft--;
        return failure;
    }

    /** Makes every load wait from now on, before it asks the source; a released pause lets all go. */
    public synchronized Pause pause() {
        Pause made = new Pause("load");
        pause = made;
        return made;
    }

    /** Makes the next loads fail. */
    public synchronized void failNext(int times, Exception with) {
        failure = with;
        failuresLeft = times;
    }

    /** Makes every load fail from now on. */
    public void failAlways(Exception with) {
        failNext(Integer.MAX_VALUE, with);
    }

    /** Lets loads succeed again. */
    public synchronized void heal() {
        failuresLeft = 0;
    }

    /** Returns how many loads have begun, each key of a batch counted. */
    public synchronized int loads() {
        return loads.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns how many loads of this key have begun. */
    public synchronized int loads(String key) {
        return loads.getOrDefault(key, 0);
    }

    /** Returns the keys of each batch so far, in the order of the calls. */
    public synchronized List<Set<String>> batches() {
        return List.copyOf(batches);
    }
}
