package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.BatchResult;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.engine.Liveness.Instants;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads many keys: tier by tier with the keys still missing, one call a tier, then one load for the rest. */
final class BatchPath<V> {

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final BatchLoad<V> loads;

    BatchPath(RegionParts<V> parts, ReadPath<V> reads, BatchLoad<V> loads) {
        this.parts = parts;
        this.reads = reads;
        this.loads = loads;
    }

    /** One key of a batch on its way through the tiers. */
    static final class Item<V> {
        final TierKey key;
        final Note note;

        @Nullable
        Found<V> found;

        /** True once the answer is known, also if it is that there is nothing. */
        boolean isSettled;

        Item(TierKey key, Note note) {
            this.key = key;
            this.note = note;
        }

        void offer(@Nullable Found<V> candidate) {
            if (candidate != null && (found == null || candidate.isFresh())) {
                found = candidate;
            }
            isSettled |= candidate != null && candidate.isFresh();
        }

        /** The write under way is the local truth: whatever was found before does not count. */
        void settle(@Nullable Found<V> truth) {
            found = truth;
            isSettled = true;
        }

        @Nullable
        MemoryEntry<V> stale() {
            return found == null || found.isFresh() ? null : found.entry();
        }
    }

    /** Notes where history stands for each distinct key; to be called before the reads begin. */
    List<Item<V>> begin(Collection<String> keys) {
        List<Item<V>> items = new ArrayList<>(keys.size());
        Set<String> seen = new HashSet<>(capacityFor(keys.size()));
        for (String key : keys) {
            TierKey name = Keys.checked(parts.name(), key);
            if (seen.add(key)) {
                items.add(new Item<>(name, parts.note(name)));
            }
        }
        return items;
    }

    /** Returns how large to make a table that is to hold so many without growing. */
    private static int capacityFor(int entries) {
        return 2 * entries;
    }

    /** Reads what the tiers have, and loads the rest if there is a loader. */
    BatchResult<V> getAll(List<Item<V>> items, @Nullable BatchLoader<V> loader) {
        findAll(items);
        Map<String, V> values = new HashMap<>(capacityFor(items.size()));
        List<Item<V>> missing = new ArrayList<>();
        for (Item<V> item : items) {
            if (item.found != null && item.found.isFresh()) {
                put(values, item.key, reads.valueOf(item.found.entry()));
            } else {
                parts.counters().count(Event.MISS);
                missing.add(item);
            }
        }
        Map<String, LoadException> failures = new HashMap<>();
        if (loader != null && !missing.isEmpty()) {
            loads.loadAll(
                    missing,
                    loader,
                    new BatchLoad.Results<>(
                            values, failures, (into, key, entry) -> put(into, key, reads.loadedValue(entry))));
        }
        return new BatchResult<>(values, failures);
    }

    private static <V> void put(Map<String, V> values, TierKey key, @Nullable V value) {
        if (value != null) {
            values.put(key.key(), value);
        }
    }

    /** Looks for the keys in memory and asks nobody; true if all were there. */
    boolean findInMemory(List<Item<V>> items) {
        boolean all = true;
        for (Item<V> item : items) {
            item.offer(reads.findInMemory(item.key, item.note));
            all &= item.isSettled;
        }
        return all;
    }

    private void findAll(List<Item<V>> items) {
        Instants now = parts.now();
        for (Item<V> item : items) {
            if (!item.isSettled) {
                findAbove(item, now);
            }
        }
        for (TierGuard tier : parts.chain().local()) {
            List<Item<V>> open = open(items);
            if (!open.isEmpty()) {
                Map<TierKey, Entry> entries = tier.getAll(keysOf(open), parts.counters());
                open.forEach(item -> item.offer(reads.ofTier(tier, item.key, entries.get(item.key), item.note, now)));
            }
        }
        SharedLink shared = parts.chain().shared();
        List<Item<V>> open = open(items);
        if (shared != null && !open.isEmpty()) {
            Map<TierKey, Entry> entries = shared.getAll(keysOf(open), parts.counters());
            open.forEach(item -> item.offer(reads.ofShared(shared, item.key, entries.get(item.key), item.note, now)));
        }
    }

    private void findAbove(Item<V> item, Instants now) {
        item.offer(reads.findAbove(item.key, item.note, now));
        if (item.isSettled) {
            return;
        }
        Pending pending = reads.visiblePending(item.key, item.note);
        if (pending != null) {
            item.settle(reads.ofPending(pending, now));
        } else if (parts.memory() != null) {
            parts.counters().count(0, TierEvent.MISS);
            parts.memory().missed(item.key.key());
        }
    }

    private static <V> List<Item<V>> open(List<Item<V>> items) {
        List<Item<V>> open = new ArrayList<>(items.size());
        for (Item<V> item : items) {
            if (!item.isSettled) {
                open.add(item);
            }
        }
        return open;
    }

    private static <V> List<TierKey> keysOf(List<Item<V>> items) {
        List<TierKey> keys = new ArrayList<>(items.size());
        for (Item<V> item : items) {
            keys.add(item.key);
        }
        return keys;
    }
}
