package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Liveness.Instants;
import dev.terrace.cache.engine.Liveness.State;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import org.jspecify.annotations.Nullable;

/**
 * Settles an entry that another node may have replaced unnoticed: the shared tier is asked, and tags
 * decide. Equal: it is right and is stamped with the epoch of now. Different: it is dropped here and
 * the shared tier's answer is served. Absent: it is dropped. No answer: it is served for as long as
 * the region's {@code maxStale} allows.
 */
final class SuspectCheck<V> {

    private final RegionParts<V> parts;

    SuspectCheck(RegionParts<V> parts) {
        this.parts = parts;
    }

    @Nullable
    Found<V> check(TierKey key, MemoryEntry<V> local, Note note, Instants now) {
        SharedLink shared = parts.chain().shared();
        if (shared == null) {
            return null;
        }
        SharedLink.Lookup answer = shared.lookup(key, parts.counters());
        if (!answer.answered()) {
            return unverified(local, now);
        }
        Entry entry = answer.entry();
        if (entry != null && entry.tag() == local.tag() && isUsable(key, entry, note, now)) {
            restamp(key, local, entry, note);
            return new Found<>(restamped(local, note), local.isFresh(now.millis()));
        }
        drop(key, local.tag());
        return null;
    }

    private boolean isUsable(TierKey key, Entry entry, Note note, Instants now) {
        State state = parts.liveness().of(key, entry, false, note, now);
        return state == State.FRESH || state == State.STALE;
    }

    private @Nullable Found<V> unverified(MemoryEntry<V> local, Instants now) {
        long unverifiedFor = now.millis() - parts.shared().epochs().verifiedMillis(local.epoch());
        long allowed = parts.settings().stale().maxStale().toMillis();
        return unverifiedFor <= allowed ? new Found<>(local, local.isFresh(now.millis())) : null;
    }

    /** Only copies of this very entry are stamped anew; whether it is promoted is not for this to decide. */
    private void restamp(TierKey key, MemoryEntry<V> local, Entry entry, Note note) {
        Gate gate = parts.gate().since(key, note, local.tag());
        Gate onlyThis = presentTag -> presentTag == local.tag() && gate.permits(presentTag);
        parts.installInMemory(key, restamped(local, note), onlyThis);
        for (TierGuard tier : parts.chain().local()) {
            tier.offer(key, entry.stamped(local.position(), note.epoch()), onlyThis, parts.counters());
        }
    }

    private MemoryEntry<V> restamped(MemoryEntry<V> local, Note note) {
        return local.with(new MemoryEntry.Stamp(local.tag(), local.position(), note.epoch()));
    }

    private void drop(TierKey key, long tag) {
        Gate onlyThis = presentTag -> presentTag == tag || presentTag == Gate.ABSENT;
        for (TierGuard tier : parts.chain().local()) {
            tier.remove(key, onlyThis, parts.counters());
        }
        parts.removeFromMemory(key, onlyThis);
        parts.counters().count(RemovalCause.COHERENCE);
    }
}
