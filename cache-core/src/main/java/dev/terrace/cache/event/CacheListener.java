package dev.terrace.cache.event;

import org.jspecify.annotations.Nullable;

/**
 * Hears what happens in the regions of a manager. Called after the fact, on the
 * thread that caused the event or on a background thread, so possibly by many threads at once. What
 * it throws is logged and counted, nothing else. Plain hits are not told: read the statistics.
 *
 * <p>It may be waited for by the call that tells it, so it must be fast, and must not wait for the cache: an invalidation
 * or a clear inside a listener is refused with an {@link IllegalStateException}; start it with {@code async()} and do not
 * join.
 */
public interface CacheListener {

    /**
     * An entry left the memory tier, or (with a null value) was damaged in a tier below. Removals of
     * keys that are only in the tiers below are not told one by one; see {@link #invalidated}.
     *
     * @param value null if it is not at hand
     */
    default void removed(String region, String key, @Nullable Object value, RemovalCause cause) {}

    /** An entry was written by a caller. */
    default void written(String region, String key) {}

    /**
     * A load ended.
     *
     * @param nanos how long it took
     * @param failure null if it went well
     */
    default void loaded(String region, String key, long nanos, @Nullable Throwable failure) {}

    /** An entry found in a lower tier was copied up. */
    default void promoted(String region, String key, String fromTier) {}

    /**
     * A tier failed a call.
     *
     * @param operation {@code get}, {@code put}, {@code remove}, {@code scan}
     */
    default void tierFailed(String tier, String operation, Throwable failure) {}

    /** Many keys were removed at once. */
    default void invalidated(String scope, long keys) {}
}
