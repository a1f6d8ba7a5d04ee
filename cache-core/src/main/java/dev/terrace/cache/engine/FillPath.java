package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.engine.Liveness.Instants;
import dev.terrace.cache.engine.Liveness.State;
import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys up, or in, that nobody waits for: what memory lacks is looked for tier by tier and copied up, and the rest
 * is loaded with one call. Like a batch read, but no caller can join it, so a source that hangs here holds nobody up,
 * and it leaves no trace in the counts of hits and misses.
 */
final class FillPath<V> {

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final Promoter<V> promoter;
    private final SingleFlight<V> flights;
    private final FillLoad<V> loads;

    FillPath(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter, SingleFlight<V> flights) {
        this.parts = parts;
        this.reads = reads;
        this.promoter = promoter;
        this.flights = flights;
        this.loads = new FillLoad<>(parts, reads, promoter);
    }

    /** One key on its way. */
    static final class Item<V> {
        final TierKey key;
        final Note note;

        /** What is there now and may be replaced; null if nothing is. */
        @Nullable
        MemoryEntry<V> replaces;

        boolean isInMemory;

        /** What came of it; null while it is open. */
        @Nullable
        Filled result;

        Item(TierKey key, Note note) {
            this.key = key;
            this.note = note;
        }

        void end(Outcome outcome) {
            result = Filled.without(outcome);
        }

        void end(Outcome outcome, long tag) {
            result = new Filled(outcome, tag, 0);
        }
    }

    /** Fills as {@link dev.terrace.cache.extension.Host#fill} says. */
    Map<String, Filled> fill(FillOrder order, @Nullable BatchLoader<V> loader) {
        List<Item<V>> items = new ArrayList<>();
        for (String key : order.keys()) {
            TierKey name = Keys.checked(parts.name(), key);
            items.add(new Item<>(name, parts.note(name)));
        }
        Instants now = parts.now();
        items.forEach(item -> lookAbove(item, order, now));
        for (TierGuard tier : parts.chain().local()) {
            lookBelow(tier, open(items), order, now);
        }
        SharedLink shared = parts.chain().shared();
        if (shared != null) {
            lookElsewhere(shared, open(items), order, now);
        }
        load(open(items).values(), order, loader);
        Map<String, Filled> results = new LinkedHashMap<>();
        items.forEach(item ->
                results.put(item.key.key(), item.result == null ? Filled.without(Outcome.ABSENT) : item.result));
        return results;
    }

    private static <V> Map<TierKey, Item<V>> open(List<Item<V>> items) {
        Map<TierKey, Item<V>> open = new LinkedHashMap<>();
        items.stream().filter(item -> item.result == null).forEach(item -> open.put(item.key, item));
        return open;
    }

    /** A suspect is left to the read that verifies it: here it counts as absent, and the gate lets nothing replace it. */
    private void lookAbove(Item<V> item, FillOrder order, Instants now) {
        if (parts.shared().pending().of(item.key) != null || flights.isUnderWay(item.key.key())) {
            item.end(Outcome.BUSY);
            return;
        }
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(item.key.key());
        if (entry == null) {
            return;
        }
        State state = parts.liveness().of(item.key, entry, item.note, now);
        if (state == State.FRESH && lasts(entry.expiresAt() - now.millis(), order)) {
            item.end(Outcome.FRESH, entry.tag());
        } else if (state == State.FRESH || state == State.STALE) {
            item.replaces = entry;
            item.isInMemory = true;
        }
    }

    private static boolean lasts(long remainingMillis, FillOrder order) {
        return !order.renewsAll() && remainingMillis > order.renewWithin().toMillis();
    }

    private void lookBelow(TierGuard tier, Map<TierKey, Item<V>> open, FillOrder order, Instants now) {
        if (open.isEmpty()) {
            return;
        }
        Map<TierKey, Entry> entries = tier.getAll(open.keySet(), parts.counters());
        open.forEach((key, item) -> {
            Entry entry = entries.get(key);
            State state = entry == null ? State.EXPIRED : parts.liveness().of(key, entry, true, item.note, now);
            MemoryEntry<V> decoded = entry == null || !isOfUse(state) ? null : reads.decode(tier, key, entry);
            if (entry != null && decoded != null) {
                offer(
                        item,
                        new Promoter.Hit<>(tier.index(), tier.name(), key, entry, decoded, item.note),
                        state,
                        order);
            }
        });
    }

    private void lookElsewhere(SharedLink shared, Map<TierKey, Item<V>> open, FillOrder order, Instants now) {
        if (open.isEmpty()) {
            return;
        }
        Map<TierKey, Entry> entries = shared.getAll(open.keySet(), parts.counters());
        open.forEach((key, item) -> {
            Entry entry = entries.get(key);
            State state = entry == null ? State.EXPIRED : parts.liveness().of(key, entry, false, item.note, now);
            if (entry == null || !isOfUse(state)) {
                return;
            }
            Entry stamped = entry.stamped(item.note.position(), item.note.epoch());
            MemoryEntry<V> decoded = reads.decodeShared(shared, key, stamped);
            if (decoded != null) {
                offer(
                        item,
                        new Promoter.Hit<>(shared.index(), shared.name(), key, stamped, decoded, item.note),
                        state,
                        order);
            }
        });
    }

    private static boolean isOfUse(State state) {
        return state == State.FRESH || state == State.STALE;
    }

    /** What a lower tier has is copied up, or remembered as what a load may replace. */
    private void offer(Item<V> item, Promoter.Hit<V> hit, State state, FillOrder order) {
        long remaining = hit.decoded().expiresAt() - parts.time().millis();
        if (state == State.FRESH && lasts(remaining, order)) {
            boolean copied = promoter.copy(hit, order.intoMemory() || item.isInMemory);
            item.end(copied ? Outcome.COPIED : Outcome.FRESH, hit.decoded().tag());
        } else if (item.replaces == null) {
            item.replaces = hit.decoded();
        }
    }

    private void load(Iterable<Item<V>> open, FillOrder order, @Nullable BatchLoader<V> loader) {
        List<Item<V>> missing = new ArrayList<>();
        open.forEach(missing::add);
        if (loader != null && !missing.isEmpty()) {
            loads.load(missing, order, loader);
        }
    }

    /** Returns true if a tier of this process holds the entry with this tag, and it is fresh. */
    boolean holds(TierKey key, long tag) {
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(key.key());
        if (entry != null) {
            return entry.tag() == tag && entry.isFresh(parts.time().millis());
        }
        for (TierGuard tier : parts.chain().local()) {
            Entry below = tier.get(key, parts.counters());
            if (below != null) {
                return below.tag() == tag && below.expiresAt() > parts.time().millis();
            }
        }
        return false;
    }
}
