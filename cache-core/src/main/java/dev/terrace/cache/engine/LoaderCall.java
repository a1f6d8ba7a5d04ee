package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.LoadContext;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.Loader;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls loaders, counts the calls, and turns whatever they throw into a {@link LoadException}. */
final class LoaderCall<V> {

    private final RegionParts<V> parts;

    LoaderCall(RegionParts<V> parts) {
        this.parts = parts;
    }

    /**
     * What a loader returned.
     *
     * @param value null if the source has none
     */
    record Loaded<V>(@Nullable V value, Wish wish) {}

    /** Returns a loader that decides nothing beside the value. */
    static <V> ContextLoader<V> of(Loader<V> loader) {
        checked(loader);
        return (key, context) -> loader.load(key);
    }

    /** Refuses null. */
    static <T> T checked(@Nullable T loader) {
        return Arguments.given("loader", loader, "call get(key) to read without one");
    }

    /** Loads one key. */
    Loaded<V> load(TierKey key, ContextLoader<V> loader) {
        Decisions decisions = new Decisions();
        Call call = parts.shared().events().begin(Probe.LOADER, Operation.LOAD, key.region());
        long start = parts.time().nanos();
        try {
            V value = loader.load(key.key(), decisions);
            Loaded<V> loaded = new Loaded<>(value, Wish.of(decisions.ttl, decisions.labels));
            call.end(null);
            ended(key, parts.time().nanos() - start, null);
            return loaded;
        } catch (Exception | Error e) {
            call.end(e);
            ended(key, parts.time().nanos() - start, e);
            throw failure("loading " + key, e);
        }
    }

    /** Loads many keys in one call; what the source does not have is missing in the result. */
    Map<String, V> loadAll(Collection<TierKey> keys, BatchLoader<V> loader) {
        Set<String> names = new LinkedHashSet<>();
        keys.forEach(key -> names.add(key.key()));
        Call call = parts.shared().events().begin(Probe.LOADER, Operation.LOAD_ALL, parts.name());
        long start = parts.time().nanos();
        try {
            Map<String, V> loaded = loader.loadAll(names);
            call.end(null);
            allEnded(keys, start, null);
            return loaded == null ? Map.of() : loaded;
        } catch (Exception | Error e) {
            call.end(e);
            allEnded(keys, start, e);
            throw failure("loading a batch of " + keys.size() + " keys", e);
        }
    }

    /** The time of the one call is shared out, so that the sum is right. */
    private void allEnded(Collection<TierKey> keys, long start, @Nullable Throwable failure) {
        long nanos = (parts.time().nanos() - start) / keys.size();
        keys.forEach(key -> ended(key, nanos, failure));
    }

    private void ended(TierKey key, long nanos, @Nullable Throwable failure) {
        parts.counters().count(failure == null ? Event.LOAD_SUCCESS : Event.LOAD_FAILURE);
        parts.counters().add(Event.LOAD_NANOS, nanos);
        if (parts.shared().events().isHeard()) {
            parts.shared().events().loaded(key.region(), key.key(), nanos, failure);
        }
    }

    private static LoadException failure(String what, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return e instanceof LoadException known ? known : new LoadException(Reason.FAILED, what + " failed: " + e, e);
    }

    /** Takes what the loader decides. */
    private static final class Decisions implements LoadContext {

        private @Nullable Duration ttl;
        private String[] labels = {};

        @Override
        public void ttl(Duration value) {
            ttl = Durations.positive("ttl", value);
        }

        @Override
        public void labels(String... values) {
            labels = values.clone();
        }
    }
}
