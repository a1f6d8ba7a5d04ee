package dev.terrace.cache;

import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain of tiers and the regions that live in it. Make one per process with {@link #builder()},
 * keep it, close it at the end. Safe for use by many threads.
 *
 * <p>Full keys, where a method takes them, are the region's name, a colon and the key: {@code
 * user:123}. A full key without a colon belongs to the region {@code default}.
 */
public interface CacheManager extends AutoCloseable {

    /** Begins a manager with a memory tier of 100 MiB and nothing else. */
    static ManagerBuilder builder() {
        return new ManagerBuilder();
    }

    /**
     * Makes a manager that works as it is: 100 MiB of memory and, if the disk tier is on the class path,
     * 1 GiB on disk in the folder {@code cache} below the working directory.
     */
    static CacheManager create() {
        return builder().discoverTiers().build();
    }

    /**
     * Makes a manager from the environment variables that {@code docs/configuration.md} lists.
     *
     * @throws IllegalArgumentException naming the variable, its value and what is allowed
     */
    static CacheManager fromEnvironment() {
        return Configuration.fromEnvironment(System.getenv()).start();
    }

    /**
     * Makes a manager from a file that ends in {@code .yaml}, {@code .yml} or {@code .properties}; {@code
     * docs/configuration.md} lists what may stand in it. The environment is not looked at.
     *
     * @throws IllegalArgumentException naming the setting and its line, the value and what is allowed
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    static CacheManager fromFile(Path file) {
        return Configuration.fromFile(Arguments.given("file", file, "pass the path of a configuration file"))
                .start();
    }

    /**
     * Returns a region with the manager's default settings, making it at the first call.
     *
     * @param name letters, digits, dots, dashes and underscores, at most 64
     * @throws IllegalArgumentException if the region exists with another type
     */
    <V> Cache<V> cache(String name, Class<V> type);

    /** As {@link #cache(String, Class)} for a generic type. */
    <V> Cache<V> cache(String name, TypeToken<V> type);

    /**
     * As {@link #cache(String, Class)} with settings of its own.
     *
     * @param settings changes the default settings
     * @throws IllegalArgumentException if the region exists with another type or other settings
     */
    <V> Cache<V> cache(String name, Class<V> type, UnaryOperator<RegionSettings> settings);

    /** As {@link #cache(String, Class, UnaryOperator)} for a generic type. */
    <V> Cache<V> cache(String name, TypeToken<V> type, UnaryOperator<RegionSettings> settings);

    /** Returns the names of the regions that were made. */
    Set<String> regions();

    /** Returns the region of that name, whatever its type; null if it was not made. */
    @Nullable
    Cache<?> region(String name);

    /** Returns the type of the values of the region of that name; null if it was not made. */
    @Nullable
    Type typeOf(String region);

    /** Returns the value of a full key; see {@link Cache#get(String)}. The region is made if it is missing. */
    <V> @Nullable V get(String fullKey, Class<V> type);

    /** Stores a value under a full key; see {@link Cache#set(String, Object)}. A missing region gets the value's class. */
    void set(String fullKey, Object value);

    /** Stores a value under a full key with a time to live of its own. */
    void set(String fullKey, Object value, Duration ttl);

    /** Removes a full key; see {@link Cache#delete}. Works for regions that were not made in this process, too. */
    boolean delete(String fullKey);

    /** Removes all full keys that match a glob, over all regions; see {@link Cache#invalidate}. */
    long invalidate(String glob);

    /** Removes all entries with a label, over all regions; see {@link Cache#invalidateLabel}. */
    long invalidateLabel(String label);

    /** Removes everything from every region; see {@link Cache#clear()}. */
    long clear();

    /**
     * Empties one tier. What other tiers hold stays, and may be promoted again: use {@link #clear()} to
     * forget values.
     *
     * @param tier {@code memory}, {@code disk}, {@code redis} or another tier's name
     * @return how many entries were removed
     */
    long clear(String tier);

    /**
     * Copies what one tier has and another lacks, with the remaining time to live. A key that changes
     * meanwhile is left out, and so are regions that were not made in this process.
     *
     * @return how many entries were copied
     */
    long sync(String fromTier, String toTier);

    /**
     * As {@link #sync(String, String)}, for callers who want to watch it, and to end it early.
     *
     * @param goOn asked before each key, on this thread, with the number of entries copied so far; false ends the copying
     */
    long sync(String fromTier, String toTier, LongPredicate goOn);

    /** Removes expired entries from every tier of this process now, and returns how many. */
    long cleanup();

    /**
     * Cleans up, removes what barriers left, moves memory to the regions where it earns hits, and, if something that
     * measures heat is {@linkplain #attach attached}, copies what is hot up into memory.
     */
    Optimized optimize();

    /** Returns the live full keys that match a glob; see {@link Cache#keys}. */
    Stream<String> keys(String glob);

    /**
     * Returns the live full keys that carry a label; as {@link #keys}. There is no index of labels, so every tier is walked to
     * its end: cheaper than removing them, not cheap.
     */
    Stream<String> keysWithLabel(String label);

    /** Says all that is known of one full key; see {@link Cache#explain}. */
    Explanation explain(String fullKey);

    /** Returns counters since the start or the last reset, sizes and gauges of all parts. */
    ManagerStats stats();

    /** As {@link #stats}, with counters since the start, whatever was reset: for whoever takes differences. */
    ManagerStats lifetimeStats();

    /** Counts from zero again, in every region. */
    void resetStats();

    /** Returns the times to live by key pattern. */
    TtlTable ttlTable();

    /** Replaces the times to live by key pattern, for entries written from now on. */
    void ttlTable(TtlTable table);

    /**
     * Adds a part that works beside the manager and ends with it, such as one that warms the cache.
     *
     * @throws IllegalArgumentException if one of that name is attached already
     */
    void attach(Extension extension);

    /** Returns the names of the tiers, from memory (unless it is disabled) downwards. */
    java.util.List<String> tiers();

    /**
     * Ends background work, writes what is queued (within the configured time), closes the tiers and
     * frees every thread. Calls under way finish or fail; later ones throw {@link
     * IllegalStateException}. A second close does nothing.
     */
    @Override
    void close();
}
