package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.engine.BatchPath.Item;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.engine.SingleFlight.Seat;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the keys of a batch that no tier has: one call of the batch loader for those that nobody is
 * loading, a wait for those that somebody is. A key whose load fails does not fail the others.
 */
final class BatchLoad<V> {

    private final LoadPath<V> loads;

    BatchLoad(LoadPath<V> loads) {
        this.loads = loads;
    }

    /** Adds a value to a result. */
    @FunctionalInterface
    interface Putter<V> {
        void put(Map<String, V> values, TierKey key, MemoryEntry<V> entry);
    }

    /** Where results go. */
    record Results<V>(Map<String, V> values, Map<String, LoadException> failures, Putter<V> putter) {}

    void loadAll(List<Item<V>> missing, BatchLoader<V> loader, Results<V> results) {
        Map<Item<V>, Seat<V>> seats = new LinkedHashMap<>();
        missing.forEach(item -> seats.put(item, loads.flights().board(item.key.key(), item.note)));
        List<Item<V>> mine = new ArrayList<>();
        seats.forEach((item, seat) -> {
            if (seat.leads()) {
                mine.add(item);
            }
        });
        Whole<V> whole = new Whole<>(mine, loader);
        seats.forEach((item, seat) -> {
            if (seat.leads()) {
                loads.lead(seat, request(item, whole));
            }
        });
        seats.forEach((item, seat) -> collect(item, seat, whole, results));
    }

    private Request<V> request(Item<V> item, Whole<V> whole) {
        return new Request<>(item.key, (key, context) -> whole.valueOf(key), item.note, item.stale(), false);
    }

    private void collect(Item<V> item, Seat<V> seat, Whole<V> whole, Results<V> results) {
        try {
            MemoryEntry<V> entry = loads.awaitEntry(seat.flight(), request(item, whole));
            results.putter().put(results.values(), item.key, entry);
        } catch (LoadException e) {
            results.failures().put(item.key.key(), e);
        }
    }

    /** The one call of the batch loader, made by whichever key is first to need it. */
    private static final class Whole<V> {

        private final List<Item<V>> items;
        private final BatchLoader<V> loader;
        private @Nullable Map<String, V> values;
        private @Nullable LoadException failure;

        Whole(List<Item<V>> items, BatchLoader<V> loader) {
            this.items = items;
            this.loader = loader;
        }

        /** Under region timeouts several threads may ask: the lock makes the others wait for the one call. */
        synchronized @Nullable V valueOf(String key) {
            if (values == null && failure == null) {
                call();
            }
            if (failure != null) {
                throw failure;
            }
            return values == null ? null : values.get(key);
        }

        private void call() {
            HashSet<String> keys = new HashSet<>();
            items.forEach(item -> keys.add(item.key.key()));
            try {
                Map<String, V> loaded = loader.loadAll(keys);
                values = loaded == null ? Map.of() : loaded;
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                failure = new LoadException(Reason.FAILED, "loading " + keys.size() + " keys failed: " + e, e);
            }
        }
    }
}
