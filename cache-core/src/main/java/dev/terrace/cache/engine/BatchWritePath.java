package dev.terrace.cache.engine;

import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.WriteBehindQueue.Taken;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes and removes many keys with one call a tier; in halves like {@link WritePath}. */
final class BatchWritePath<V> {

    private final RegionParts<V> parts;
    private final WritePath<V> writes;
    private final Promoter<V> promoter;

    BatchWritePath(RegionParts<V> parts, WritePath<V> writes, Promoter<V> promoter) {
        this.parts = parts;
        this.writes = writes;
        this.promoter = promoter;
    }

    /** Checks and encodes all keys and values, then registers all writes; empty if memory is all there is. */
    List<Pending> beginSet(@Nullable Map<String, ? extends V> values, Wish wish) {
        Map<TierKey, V> checked = new LinkedHashMap<>();
        Arguments.given("values", values, "pass an empty map for none")
                .forEach((key, value) -> checked.put(Keys.checked(parts.name(), key), Keys.checkedValue(value)));
        if (parts.chain().isEmpty()) {
            checked.forEach((key, value) -> writes.set(key, value, wish));
            return List.of();
        }
        Map<TierKey, Pending.Draft> prepared = new LinkedHashMap<>();
        checked.forEach((key, value) -> prepared.put(key, writes.prepare(key, value, wish)));
        List<Pending> begun = new ArrayList<>(prepared.size());
        prepared.forEach((key, draft) -> begun.add(writes.begin(key, draft)));
        return begun;
    }

    /** Carries registered writes to the tiers below and ends them. */
    void finishSet(List<Pending> begun) {
        List<Pending> unsettled = List.of();
        try {
            parts.chain().local().forEach(tier -> writeLocal(tier, begun));
            unsettled = writeShared(begun);
        } finally {
            end(begun, unsettled);
        }
        begun.forEach(write -> writes.written(write.key()));
    }

    private void writeLocal(TierGuard tier, List<Pending> begun) {
        List<Tier.Put> puts = new ArrayList<>(begun.size());
        for (Pending write : begun) {
            Entry entry = write.entry();
            MemoryEntry<?> value = write.value();
            Gate gate = parts.shared().pending().latest(write);
            if (entry != null && value != null && promoter.admits(tier.name(), write.key(), entry, value)) {
                puts.add(new Tier.Put(write.key(), entry, gate));
            } else {
                tier.remove(write.key(), gate, parts.counters());
            }
        }
        tier.writeAll(puts, parts.counters());
    }

    private List<Pending> writeShared(List<Pending> begun) {
        SharedLink shared = parts.chain().shared();
        if (shared == null || begun.isEmpty()) {
            return List.of();
        }
        List<Pending> queued = new ArrayList<>();
        List<Pending> direct = new ArrayList<>();
        boolean behind = parts.settings().writes() == WriteStrategy.WRITE_BEHIND;
        for (Pending write : begun) {
            Taken taken = behind ? shared.queue().offer(write) : Taken.REFUSED;
            if (taken == Taken.WAITS) {
                queued.add(write);
            } else if (taken == Taken.REFUSED) {
                direct.add(write);
            }
        }
        if (!direct.isEmpty()) {
            queued.addAll(shared.writeAll(direct, parts.counters()));
        }
        return queued;
    }

    private void end(List<Pending> begun, List<Pending> unsettled) {
        Set<Pending> waiting = new HashSet<>(unsettled);
        for (Pending write : begun) {
            writes.leave(write, !waiting.contains(write));
        }
    }

    /** Registers all removals. */
    List<WritePath.Removal> beginDelete(@Nullable Collection<String> keys) {
        Arguments.given("keys", keys, "pass an empty list for none");
        List<TierKey> names = new LinkedHashSet<>(keys)
                .stream().map(key -> Keys.checked(parts.name(), key)).toList();
        List<WritePath.Removal> begun = new ArrayList<>(names.size());
        names.forEach(name -> begun.add(writes.beginDelete(name)));
        return begun;
    }

    /** Carries registered removals to the tiers and ends them; returns how many keys were live. */
    long finishDelete(List<WritePath.Removal> begun) {
        List<Pending> removals = begun.stream().map(WritePath.Removal::write).toList();
        List<Pending> unsettled = List.of();
        long live = 0;
        try {
            unsettled = writeShared(removals);
            for (WritePath.Removal removal : begun) {
                live += writes.removeLocal(removal.write()) || removal.wasLive() ? 1 : 0;
            }
        } finally {
            end(removals, unsettled);
        }
        removals.forEach(write -> writes.removed(write.key()));
        return live;
    }
}
