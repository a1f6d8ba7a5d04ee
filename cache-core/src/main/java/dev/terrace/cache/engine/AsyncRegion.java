package dev.terrace.cache.engine;

import dev.terrace.cache.AsyncCache;
import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.BatchResult;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.Loader;
import dev.terrace.cache.Removed;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thin adapter: takes a call's place in the order and its effect on memory on the caller's thread,
 * and runs the rest on the workers.
 */
final class AsyncRegion<V> implements AsyncCache<V> {

    private final Region<V> region;
    private final Paths<V> paths;
    private final Workers workers;

    AsyncRegion(Region<V> region, Workers workers) {
        this.region = region;
        this.paths = region.paths();
        this.workers = workers;
    }

    /** Runs work that may block on the workers. */
    private <T> CompletableFuture<T> run(Supplier<? extends T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            workers.run(() -> complete(result, work));
        } catch (RuntimeException e) {
            result.completeExceptionally(region.lifecycle().isClosed() ? Lifecycle.closedException() : e);
        }
        return region.lifecycle().answered(result);
    }

    /**
     * As {@link #run}, for writes that have begun and must end: also if the workers refuse the work, and as soon as
     * one of them cannot go on before that.
     */
    private <T> CompletableFuture<T> carry(List<Pending> writes, Supplier<? extends T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Flight.Errand errand = new Flight.Errand(() -> complete(result, work));
        writes.forEach(write -> write.carriedBy(errand));
        if (!workers.tryRun(errand)) {
            errand.run();
        }
        return region.lifecycle().answered(result);
    }

    /** Runs work that does not block here and now. */
    private static <T> CompletableFuture<T> now(Supplier<? extends T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        complete(result, work);
        return result;
    }

    /** Runs work that blocks only if there are tiers below memory. */
    private <T> CompletableFuture<T> runOrNow(Supplier<? extends T> work) {
        return isMemoryOnly() ? now(work) : run(work);
    }

    private boolean isMemoryOnly() {
        return region.parts().chain().isEmpty();
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<? extends T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public CompletableFuture<@Nullable V> get(String key) {
        V value = region.quickGet(key);
        if (value != null) {
            return CompletableFuture.completedFuture(value);
        }
        TierKey name = region.checked(key);
        Note note = region.parts().note(name);
        Found<V> found = paths.reads().findInMemory(name, note);
        return found != null
                ? now(() -> paths.reads().deliver(found))
                : runOrNow(() -> paths.reads().deliver(paths.reads().find(name, note)));
    }

    @Override
    public CompletableFuture<@Nullable V> get(String key, Loader<V> loader) {
        TierKey name = region.checked(key);
        ContextLoader<V> contextLoader = LoaderCall.of(loader);
        region.checkLoadsAllowed();
        V value = region.quickGet(key);
        if (value != null) {
            return CompletableFuture.completedFuture(value);
        }
        Note note = region.parts().note(name);
        Found<V> found = paths.reads().findInMemory(name, note);
        return found != null
                ? now(() -> paths.loads().serve(name, contextLoader, found, note))
                : run(() -> paths.loads().get(name, contextLoader, note));
    }

    @Override
    public CompletableFuture<BatchResult<V>> getAll(Collection<String> keys) {
        List<BatchPath.Item<V>> items = region.begin(keys);
        boolean known = paths.batches().findInMemory(items) || isMemoryOnly();
        return known
                ? now(() -> paths.batches().getAll(items, null))
                : run(() -> paths.batches().getAll(items, null));
    }

    @Override
    public CompletableFuture<BatchResult<V>> getAll(Collection<String> keys, BatchLoader<V> loader) {
        region.checkOpen();
        Arguments.given("loader", loader, "call getAll(keys) to read without one");
        region.checkLoadsAllowed();
        List<BatchPath.Item<V>> items = region.begin(keys);
        return paths.batches().findInMemory(items)
                ? now(() -> paths.batches().getAll(items, loader))
                : run(() -> paths.batches().getAll(items, loader));
    }

    @Override
    public CompletableFuture<Void> set(String key, V value) {
        return set(region.checked(key), Keys.checkedValue(value), Wish.NONE);
    }

    @Override
    public CompletableFuture<Void> set(String key, V value, Duration ttl, String... labels) {
        return set(region.checked(key), Keys.checkedValue(value), Region.wish(ttl, labels));
    }

    private CompletableFuture<Void> set(TierKey key, V value, Wish wish) {
        if (isMemoryOnly()) {
            paths.writes().set(key, value, wish);
            return CompletableFuture.completedFuture(null);
        }
        Pending write = paths.writes().beginSet(key, value, wish);
        return carry(List.of(write), () -> {
            paths.writes().finishSet(write);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> setAll(Map<String, ? extends V> values) {
        region.checkOpen();
        List<Pending> begun = paths.batchWrites().beginSet(values, Wish.NONE);
        if (begun.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return carry(begun, () -> {
            paths.batchWrites().finishSet(begun);
            return null;
        });
    }

    @Override
    public CompletableFuture<Boolean> setIfAbsent(String key, V value) {
        region.checked(key);
        Keys.checkedValue(value);
        return runOrNow(() -> region.setIfAbsent(key, value));
    }

    @Override
    public CompletableFuture<Boolean> replace(String key, V value) {
        region.checked(key);
        Keys.checkedValue(value);
        return runOrNow(() -> region.replace(key, value));
    }

    @Override
    public CompletableFuture<Boolean> replace(String key, V expected, V value) {
        region.checked(key);
        Keys.checkedExpected(expected);
        Keys.checkedValue(value);
        return runOrNow(() -> region.replace(key, expected, value));
    }

    @Override
    public CompletableFuture<Boolean> delete(String key) {
        TierKey name = region.checked(key);
        if (isMemoryOnly()) {
            return CompletableFuture.completedFuture(paths.writes().delete(name));
        }
        WritePath.Removal removal = paths.writes().beginDelete(name);
        return carry(List.of(removal.write()), () -> paths.writes().finishDelete(removal));
    }

    @Override
    public CompletableFuture<Long> deleteAll(Collection<String> keys) {
        region.checkOpen();
        List<WritePath.Removal> begun = paths.batchWrites().beginDelete(keys);
        return isMemoryOnly()
                ? now(() -> paths.batchWrites().finishDelete(begun))
                : carry(
                        begun.stream().map(WritePath.Removal::write).toList(),
                        () -> paths.batchWrites().finishDelete(begun));
    }

    @Override
    public CompletableFuture<Boolean> contains(String key) {
        TierKey name = region.checked(key);
        return paths.inspector().isLiveInMemory(name)
                ? CompletableFuture.completedFuture(true)
                : runOrNow(() -> region.contains(key));
    }

    @Override
    public CompletableFuture<@Nullable Duration> ttl(String key) {
        TierKey name = region.checked(key);
        Inspector.Known known = paths.inspector().ttlAbove(name);
        return known != null ? CompletableFuture.completedFuture(known.ttl()) : run(() -> region.ttl(key));
    }

    @Override
    public CompletableFuture<Boolean> touch(String key, Duration ttl) {
        region.checked(key);
        Durations.positive("ttl", ttl);
        return runOrNow(() -> region.touch(key, ttl));
    }

    @Override
    public CompletableFuture<Removed> invalidate(String glob) {
        region.checkOpen();
        return remove(region.scopeOf(glob));
    }

    @Override
    public CompletableFuture<Removed> invalidateLabel(String label) {
        region.checkOpen();
        return remove(new Scope(region.name(), null, Keys.labelHash(label)));
    }

    @Override
    public CompletableFuture<Removed> clear() {
        region.checkOpen();
        return remove(Scope.region(region.name()));
    }

    private CompletableFuture<Removed> remove(Scope scope) {
        region.parts().counters().count(Counters.Event.INVALIDATION);
        return region.lifecycle().answered(paths.sweeper().raiseAndSweepSoon(scope));
    }
}
