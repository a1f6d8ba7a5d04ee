package dev.terrace.cache.extension;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What an {@link Extension} may use of its manager. Safe for use by many threads. */
public interface Host {

    /** Returns clock and timer. */
    TimeSource time();

    /** Returns where background work runs that may block; bounded, ends with the manager. */
    Executor executor();

    /** Returns where small state survives a restart; null if no tier keeps any. */
    @Nullable
    StateStore state();

    /**
     * Tells every read from now on, in all regions.
     *
     * @param listener in place of this extension's one before; null for none, which is what reads cost least with
     */
    void listen(@Nullable ReadListener listener);

    /**
     * Has calls and new values measured from now on.
     *
     * @param probe in place of any one before; null for none
     */
    void measure(@Nullable Probe probe);

    /**
     * Brings keys into the tiers of this process before anybody asks for them: copied up from a lower tier if one has
     * them, else loaded. What is brought passes the same gate as any load and takes the lease of a shared tier, so a
     * key that is written, removed or invalidated meanwhile keeps its newer state. Callers never wait for it. Blocks for
     * as long as tiers and loader do. Counts loads, but neither hits nor misses.
     *
     * @param region of the keys
     * @param order which keys, and how
     * @param loader asked once for what no tier has, never for no keys at all; null to copy only
     * @return what came of each key, in the order of the keys
     * @throws IllegalArgumentException if the region was not made
     * @throws IllegalStateException if the manager is closed
     */
    <V> Map<String, Filled> fill(String region, FillOrder order, @Nullable BatchLoader<V> loader);

    /**
     * Counts keys that memory holds as used a few times. Memory decides by use who stays: what was brought because it will
     * be wanted has none yet, and would give way to the next keys that are read once. Call it when all is brought, for
     * memory begins to count when it is half full.
     *
     * @param keys in the order of their worth: the last one is the first to be given up
     */
    void use(String region, Collection<String> keys);

    /**
     * Returns true if memory or a local tier still holds the entry with this tag, and it is fresh. Costs a look into memory, and into
     * the other tiers if memory has none; counts nothing.
     */
    boolean holds(String region, String key, long tag);

    /**
     * Returns the keys that memory would give up first, most expendable first; none if the region was not made or memory is
     * disabled. Takes time in proportion to the number asked for.
     *
     * @param most at least 1
     */
    Collection<String> expendable(String region, int most);

    /**
     * Returns the share of the memory within a region's reach that is in use, 0 to 1; 1 if memory is disabled. As long as it is
     * below 1 an entry that comes drives out none.
     */
    double memoryUse(String region);
}
