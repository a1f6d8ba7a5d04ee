package dev.terrace.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A region: a named partition of a {@link CacheManager} with values of one type.
 *
 * <p>A {@code get} that starts after {@code set}, {@code delete}, {@code invalidate} or {@code clear}
 * returned never sees the older value, whatever was in flight. A value in memory is shared by
 * reference: treat it as immutable, or ask the region for copies. {@code null} is never a value. Keys
 * are up to 64 KiB of UTF-8.
 *
 * <p>Safe for use by many threads. Each method throws {@link IllegalArgumentException} for an argument
 * that cannot work (naming it and the fix) and {@link IllegalStateException} after the manager was
 * closed. A tier that fails is skipped and counted; the call goes on with the others.
 *
 * @param <V> the type of the values
 */
public interface Cache<V> {

    /** Returns the region's name. */
    String name();

    /**
     * Returns the value of a key. A hit in memory costs one look-up and allocates nothing; otherwise the
     * lower tiers are read in order, which may block on disk or network.
     *
     * @return null if no tier has a live value, or if it is known that the source has none
     */
    @Nullable
    V get(String key);

    /**
     * Returns the value of a key, loading it once however many callers ask. Costs a {@link #get}, and
     * the load where no tier has the value.
     *
     * @param loader asked on the caller's thread, or on a background thread if the region has timeouts
     * @return null if the source has none
     * @throws LoadException if the load fails and no stale value may stand in
     */
    @Nullable
    V get(String key, Loader<V> loader);

    /** As {@link #get(String, Loader)}, with options for this one call. */
    @Nullable
    V get(String key, Loader<V> loader, ReadOption... options);

    /** As {@link #get(String, Loader)}; the loader may decide time to live and labels of its result. */
    @Nullable
    V get(String key, ContextLoader<V> loader, ReadOption... options);

    /**
     * Returns the values of many keys. Each tier is asked once, with the keys still missing.
     *
     * @param keys repeated keys count once
     * @return the keys that have a value
     */
    BatchResult<V> getAll(Collection<String> keys);

    /**
     * Returns the values of many keys, loading those that no tier has in one call. A key that another
     * caller is loading is waited for, not loaded again.
     *
     * @return the keys that have a value; those whose load failed are named beside them
     */
    BatchResult<V> getAll(Collection<String> keys, BatchLoader<V> loader);

    /**
     * Stores a value with the time to live of the key's pattern or region. Encodes it once and writes to
     * every tier; may block on disk and network, except under write-behind on the latter.
     */
    void set(String key, V value);

    /**
     * Stores a value with a time to live of its own.
     *
     * @param ttl a millisecond to 100 years
     * @param labels for {@link #invalidateLabel}, at most 64
     */
    void set(String key, V value, Duration ttl, String... labels);

    /** Stores many values as {@link #set(String, Object)}; one call a tier. */
    void setAll(Map<String, ? extends V> values);

    /** Stores many values with one time to live; one call a tier. */
    void setAll(Map<String, ? extends V> values, Duration ttl);

    /**
     * Stores a value if there is no live one. Costs a {@link #get} and a {@link #set}; with a shared tier
     * the tier decides.
     *
     * @return true if the value was stored
     * @throws dev.terrace.cache.tier.TierUnavailableException if the shared tier cannot be asked
     */
    boolean setIfAbsent(String key, V value);

    /** As {@link #setIfAbsent(String, Object)} with a time to live of its own. */
    boolean setIfAbsent(String key, V value, Duration ttl);

    /** Stores a value if there is a live one; decided like {@link #setIfAbsent(String, Object)}. */
    boolean replace(String key, V value);

    /** Stores a value if the live one equals {@code expected}; decided like {@link #setIfAbsent(String, Object)}. */
    boolean replace(String key, V expected, V value);

    /**
     * Removes a key from every tier. May block like {@link #set(String, Object)}.
     *
     * @return true if a tier of this process held a live value
     */
    boolean delete(String key);

    /**
     * Removes keys from every tier.
     *
     * @return for how many {@link #delete} would have returned true
     */
    long deleteAll(Collection<String> keys);

    /** Returns true if {@link #get(String)} would find a value; costs as much, but decodes and promotes nothing. */
    boolean contains(String key);

    /**
     * Returns the remaining time to live; costs a {@link #contains}.
     *
     * @return null if there is no live value; {@link dev.terrace.cache.policy.Durations#LONGEST} for ever
     */
    @Nullable
    Duration ttl(String key);

    /**
     * Gives a live value a new time to live; decided like {@link #setIfAbsent(String, Object)}.
     *
     * @return false if there is no live value
     */
    boolean touch(String key, Duration ttl);

    /**
     * Removes every key that matches a glob: {@code *} any run, {@code ?} one character, {@code [a-c]} a
     * set, {@code \} escapes. Effective at once and atomically for all readers, at a cost that does
     * not depend on the number of entries; then every tier is walked to remove and count.
     *
     * @return how many distinct live keys were removed; see {@link AsyncCache#invalidate} for a form
     *     that does not wait and says whether a tier could not be asked
     */
    long invalidate(String glob);

    /** Removes every entry with the label; cost and result as {@link #invalidate}. */
    long invalidateLabel(String label);

    /** Removes every entry of the region; cost and result as {@link #invalidate}. */
    long clear();

    /**
     * Returns the live keys that match a glob, read lazily, a page at a time. A key that comes or goes
     * meanwhile may be missing or listed; none is listed twice for one tier. Close the stream.
     */
    Stream<String> keys(String glob);

    /** Says all that is known of one key; asks every tier, decodes nothing. */
    Explanation explain(String key);

    /** Returns the region's counters since the start or the last reset; reads a few hundred counters. */
    CacheStats stats();

    /** Counts from zero again. */
    void resetStats();

    /**
     * Returns the region as a map; its bulk views walk the tiers, {@code size} counts them. Conditional
     * operations are atomic.
     */
    ConcurrentMap<String, V> asMap();

    /** Returns the same operations without blocking. */
    AsyncCache<V> async();
}
