package dev.terrace.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link Cache} as futures. A call never blocks on disk, network or a loader: what
 * needs them runs on the manager's executor. A hit in memory is complete when the call returns. Each
 * call takes its place in the order of things, and its effect on memory, before it returns. Results
 * and errors are those of the method of the same name; errors of arguments are thrown at once.
 *
 * @param <V> the type of the values
 */
public interface AsyncCache<V> {

    /** See {@link Cache#get(String)}. */
    CompletableFuture<@Nullable V> get(String key);

    /** See {@link Cache#get(String, Loader)}. */
    CompletableFuture<@Nullable V> get(String key, Loader<V> loader);

    /** See {@link Cache#getAll(Collection)}. */
    CompletableFuture<BatchResult<V>> getAll(Collection<String> keys);

    /** See {@link Cache#getAll(Collection, BatchLoader)}. */
    CompletableFuture<BatchResult<V>> getAll(Collection<String> keys, BatchLoader<V> loader);

    /** See {@link Cache#set(String, Object)}; readers of this node see the value when this returns. */
    CompletableFuture<Void> set(String key, V value);

    /** See {@link Cache#set(String, Object, Duration, String...)}. */
    CompletableFuture<Void> set(String key, V value, Duration ttl, String... labels);

    /** See {@link Cache#setAll(Map)}. */
    CompletableFuture<Void> setAll(Map<String, ? extends V> values);

    /** See {@link Cache#setIfAbsent(String, Object)}. */
    CompletableFuture<Boolean> setIfAbsent(String key, V value);

    /** See {@link Cache#replace(String, Object)}. */
    CompletableFuture<Boolean> replace(String key, V value);

    /** See {@link Cache#replace(String, Object, Object)}. */
    CompletableFuture<Boolean> replace(String key, V expected, V value);

    /** See {@link Cache#delete(String)}; readers of this node miss when this returns. */
    CompletableFuture<Boolean> delete(String key);

    /** See {@link Cache#deleteAll(Collection)}. */
    CompletableFuture<Long> deleteAll(Collection<String> keys);

    /** See {@link Cache#contains(String)}. */
    CompletableFuture<Boolean> contains(String key);

    /** See {@link Cache#ttl(String)}. */
    CompletableFuture<@Nullable Duration> ttl(String key);

    /** See {@link Cache#touch(String, Duration)}. */
    CompletableFuture<Boolean> touch(String key, Duration ttl);

    /** See {@link Cache#invalidate(String)}; effective when this returns, complete when all is swept. */
    CompletableFuture<Removed> invalidate(String glob);

    /** See {@link Cache#invalidateLabel(String)}; effective when this returns, complete when all is swept. */
    CompletableFuture<Removed> invalidateLabel(String label);

    /** See {@link Cache#clear()}; effective when this returns, complete when all is swept. */
    CompletableFuture<Removed> clear();
}
