package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.engine.BatchPath.Item;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.engine.Pilot.Leg;
import dev.terrace.cache.engine.SingleFlight.Seat;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        List<Leg<V>> mine = new ArrayList<>();
        for (Item<V> item : missing) {
            Seat<V> seat = loads.board(item.key, item.note);
            seats.put(item, seat);
            if (seat.leads()) {
                mine.add(new Leg<>(seat.flight(), request(item)));
            }
        }
        loads.leadAll(mine, loader);
        seats.forEach((item, seat) -> collect(item, seat, results));
    }

    private Request<V> request(Item<V> item) {
        return new Request<>(item.key, item.note, item.stale(), false);
    }

    private void collect(Item<V> item, Seat<V> seat, Results<V> results) {
        try {
            MemoryEntry<V> entry = loads.awaitEntry(seat.flight(), request(item));
            results.putter().put(results.values(), item.key, entry);
        } catch (LoadException e) {
            results.failures().put(item.key.key(), e);
        }
    }
}
