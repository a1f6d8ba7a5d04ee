package dev.terrace.cache.tier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store of encoded entries below the memory tier.
 *
 * <p>Rules that every tier keeps (each is a test of {@code TierContract}):
 * <ul>
 *   <li>Calls come from many threads at once. {@code put}, {@code remove} and the removals of a scan
 *       are atomic for each key, and the {@link Gate} is asked inside that atomic step.
 *   <li>Bytes, position and epoch of an entry come back as they were stored.
 *   <li>A removed entry is gone for every call that starts after {@code remove} returned.
 *   <li>A tier may drop entries at any time, for room; it may never bring one back.
 *   <li>A call may throw any {@link RuntimeException}: it is counted, the call of the user goes on
 *       without this tier, and the key is treated as unknown there until its removal is confirmed.
 *   <li>No call waits without a limit of its own.
 * </ul>
 *
 * <p>The tier need not look at expiry times; it may, to make room or to spare a copy.
 */
public interface Tier extends AutoCloseable {

    /** Returns the tier's name in statistics and endpoints: one lower-case word, unique in a chain. */
    String name();

    /**
     * Is called once, before any other call but {@link #name()}.
     *
     * @param context what the tier may use of its manager
     */
    default void start(TierContext context) {}

    /** Reads an entry; null if none is stored. May return an expired one. */
    @Nullable
    Entry get(TierKey key);

    /** Reads many entries; those that are not stored are missing in the result. */
    default Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        Map<TierKey, Entry> found = new HashMap<>();
        for (TierKey key : keys) {
            Entry entry = get(key);
            if (entry != null) {
                found.put(key, entry);
            }
        }
        return found;
    }

    /**
     * Stores an entry, replacing what was there, if the gate permits it.
     *
     * @param gate asked inside the atomic step
     */
    PutResult put(TierKey key, Entry entry, Gate gate);

    /** Stores many entries, each as {@link #put}; the results are in the order of the puts. */
    default List<PutResult> putAll(List<Put> puts) {
        List<PutResult> results = new ArrayList<>(puts.size());
        for (Put put : puts) {
            results.add(put(put.key(), put.entry(), put.gate()));
        }
        return results;
    }

    /**
     * Removes an entry if the gate permits it.
     *
     * @param gate asked inside the atomic step, also when nothing is stored
     * @return true if an entry was removed
     */
    boolean remove(TierKey key, Gate gate);

    /** Begins a walk over the entries of a scope. Cheap; the work is done by {@link Scan#step}. */
    Scan scan(Scope scope);

    /** Says how full the tier is, without a scan. */
    TierSize size();

    /**
     * Finishes what is under way and frees threads, files and connections. Later calls do nothing; any
     * other call after it throws {@link IllegalStateException}.
     */
    @Override
    void close();

    /**
     * One put of a batch.
     *
     * @param key where to
     * @param entry what
     * @param gate asked inside the atomic step
     */
    record Put(TierKey key, Entry entry, Gate gate) {}
}
