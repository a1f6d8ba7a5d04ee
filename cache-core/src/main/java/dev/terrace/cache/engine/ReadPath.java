package dev.terrace.cache.engine;

import dev.terrace.cache.codec.UndecodableEntryException;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.engine.Liveness.Instants;
import dev.terrace.cache.engine.Liveness.State;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.Admission;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds one key: memory, then the writes under way, then each lower tier in order. The caller notes
 * the key's fence before it asks, so whatever is found below can be copied up through the gate.
 */
final class ReadPath<V> {

    private final RegionParts<V> parts;
    private final Promoter<V> promoter;
    private final SuspectCheck<V> suspects;

    ReadPath(RegionParts<V> parts, Promoter<V> promoter, SuspectCheck<V> suspects) {
        this.parts = parts;
        this.promoter = promoter;
        this.suspects = suspects;
    }

    /** Finds a key; null if no tier has anything that may be served, now or in place of a failed load. */
    @Nullable
    Found<V> find(TierKey key, Note note) {
        Found<V> above = findAbove(key, note);
        if (above != null && above.isFresh()) {
            return above;
        }
        Pending pending = visiblePending(key, note);
        if (pending != null) {
            return ofPending(pending, parts.now());
        }
        missedMemory(key);
        countMisses(0, 1);
        return findBelow(key, note, above);
    }

    /**
     * Returns the value of a key that memory did not hold when it was looked at just now; counts like {@link #find}
     * and {@link #deliver}. History may be noted after that look: what was stored in between is in the tiers, too.
     * This is the path of a miss: unless a tier has an entry it makes nothing, not even the note, and asks no clock.
     */
    @Nullable
    V getBelow(TierKey key) {
        InstallGate gate = parts.gate();
        long fence = gate.fence(key);
        long position = gate.position();
        long epoch = gate.epoch();
        Barrier[] active = parts.barriers().active();
        missedMemory(key);
        if (parts.shared().pending().of(key) != null) {
            return answerBelow(key, new Note(fence, position, epoch, active), null, 0);
        }
        List<TierGuard> tiers = parts.chain().local();
        for (int i = 0; i < tiers.size(); i++) {
            Entry entry = tiers.get(i).get(key, parts.counters());
            if (entry != null) {
                return answerBelow(key, new Note(fence, position, epoch, active), entry, i);
            }
        }
        SharedLink shared = parts.chain().shared();
        Entry entry = shared == null ? null : shared.get(key, parts.counters());
        if (shared == null || entry == null) {
            parts.counters().missEverywhere();
            return null;
        }
        countMisses(0, shared.index());
        return deliver(ofShared(shared, key, entry, new Note(fence, position, epoch, active), parts.now()));
    }

    /** Goes on where a write is under way, or where the local tier at this place was the first to have an entry. */
    private @Nullable V answerBelow(TierKey key, Note note, @Nullable Entry entry, int place) {
        Pending pending = visiblePending(key, note);
        if (pending != null) {
            return deliver(ofPending(pending, parts.now()));
        }
        if (entry == null) {
            countMisses(0, 1);
            return deliver(findBelow(key, note, null));
        }
        TierGuard tier = parts.chain().local().get(place);
        countMisses(0, tier.index());
        Found<V> found = ofTier(tier, key, entry, note, parts.now());
        return deliver(found != null && found.isFresh() ? found : findBelow(key, note, found, place + 1));
    }

    private void missedMemory(TierKey key) {
        if (parts.memory() != null) {
            parts.memory().missed(key.key());
        }
    }

    /** Counts a miss of each tier from one index, inclusive, to another; memory is 0. */
    private void countMisses(int from, int to) {
        for (int tier = parts.memory() == null ? Math.max(1, from) : from; tier < to; tier++) {
            parts.counters().count(tier, TierEvent.MISS);
        }
    }

    @Nullable
    Found<V> findAbove(TierKey key, Note note) {
        MemoryEntry<V> entry = memoryEntry(key);
        return entry == null ? null : judge(key, entry, note, parts.now());
    }

    /** Looks in memory; a suspect is compared with the shared tier before it is served. */
    @Nullable
    Found<V> findAbove(TierKey key, Note note, Instants now) {
        MemoryEntry<V> entry = memoryEntry(key);
        return entry == null ? null : judge(key, entry, note, now);
    }

    private @Nullable Found<V> judge(TierKey key, MemoryEntry<V> entry, Note note, Instants now) {
        State state = parts.liveness().of(key, entry, note, now);
        if (state == State.SUSPECT) {
            // What a write under way will store needs no second opinion.
            Found<V> settled = visiblePending(key, note) != null ? null : suspects.check(key, entry, note, now);
            return settled != null && settled.isFresh() ? hit(settled.entry(), now) : settled;
        }
        if (state == State.FRESH) {
            return hit(entry, now);
        }
        return state == State.STALE ? new Found<>(entry, false) : null;
    }

    /** Looks in memory and asks nobody; null unless what is there may be served as it is. */
    @Nullable
    Found<V> findInMemory(TierKey key, Note note) {
        MemoryEntry<V> entry = memoryEntry(key);
        Instants now = parts.now();
        boolean fresh = entry != null && parts.liveness().of(key, entry, note, now) == State.FRESH;
        return entry != null && fresh ? hit(entry, now) : null;
    }

    private Found<V> hit(MemoryEntry<V> entry, Instants now) {
        entry.touch(now.millis());
        parts.counters().memoryHit();
        return new Found<>(entry, true);
    }

    private @Nullable MemoryEntry<V> memoryEntry(TierKey key) {
        return parts.memory() == null ? null : parts.memory().get(key.key());
    }

    /** Returns the write under way that is the local truth; null if there is none or a barrier hides it. */
    @Nullable
    Pending visiblePending(TierKey key, Note note) {
        if (parts.chain().isEmpty()) {
            return null;
        }
        Pending pending = parts.shared().pending().of(key);
        if (pending == null || pending.isOvertaken()) {
            return null;
        }
        if (pending.value() == null) {
            return pending;
        }
        return note.hides(key, pending.value()) ? null : pending;
    }

    @SuppressWarnings("unchecked") // a region has values of one type
    @Nullable
    Found<V> ofPending(Pending pending, Instants now) {
        MemoryEntry<V> value = (MemoryEntry<V>) pending.value();
        if (value == null || value.isDead(now.millis())) {
            return null;
        }
        if (!value.isFresh(now.millis())) {
            return new Found<>(value, false);
        }
        parts.counters().memoryHit(); // it lies in the memory of this process, and no tier is asked
        return new Found<>(value, true);
    }

    private @Nullable Found<V> findBelow(TierKey key, Note note, @Nullable Found<V> stale) {
        return findBelow(key, note, stale, 0);
    }

    /** Asks the lower tiers from this place in the chain on. */
    private @Nullable Found<V> findBelow(TierKey key, Note note, @Nullable Found<V> stale, int first) {
        Instants now = parts.now();
        Found<V> best = stale;
        List<TierGuard> tiers = parts.chain().local();
        for (int i = first; i < tiers.size(); i++) {
            TierGuard tier = tiers.get(i);
            Found<V> found = ofTier(tier, key, tier.get(key, parts.counters()), note, now);
            if (found != null && found.isFresh()) {
                return found;
            }
            best = best == null ? found : best;
        }
        SharedLink shared = parts.chain().shared();
        if (shared == null) {
            return best;
        }
        Found<V> found = ofShared(shared, key, shared.get(key, parts.counters()), note, now);
        return found == null || (best != null && !found.isFresh()) ? best : found;
    }

    /** Returns what memory has and may be served fresh; looks below where memory may have been passed by. */
    @Nullable
    MemoryEntry<V> peek(TierKey key, Note note) {
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(key.key());
        boolean mayLieBelow =
                parts.memory() == null || parts.settings().placement().admission() != Admission.ALL;
        MemoryEntry<V> best = entry == null && mayLieBelow ? below(key) : entry;
        return best != null && parts.liveness().of(key, best, note, parts.now()) == State.FRESH ? best : null;
    }

    /**
     * Returns what the tiers of this process hold first, whatever its state, unless a barrier hides it; nothing is
     * counted or promoted.
     */
    @Nullable
    MemoryEntry<V> present(TierKey key, Note note) {
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(key.key());
        MemoryEntry<V> best = entry == null ? below(key) : entry;
        return best == null || note.hides(key, best) ? null : best;
    }

    private @Nullable MemoryEntry<V> below(TierKey key) {
        for (TierGuard tier : parts.chain().local()) {
            Entry entry = tier.get(key, parts.counters());
            MemoryEntry<V> decoded = entry == null ? null : decode(tier, key, entry);
            if (decoded != null) {
                return decoded;
            }
        }
        return null;
    }

    /** Judges, decodes and promotes what a local tier answered; null if it may not be served at all. */
    @Nullable
    Found<V> ofTier(TierGuard tier, TierKey key, @Nullable Entry entry, Note note, Instants now) {
        State state = stateOf(key, entry, true, note, now);
        if (entry == null || state == State.EXPIRED || state == State.HIDDEN) {
            parts.counters().count(tier.index(), TierEvent.MISS);
            return null;
        }
        MemoryEntry<V> decoded = decode(tier, key, entry);
        if (decoded == null) {
            return null;
        }
        if (state == State.SUSPECT) {
            return settled(tier, key, entry, suspects.check(key, decoded, note, now), note);
        }
        return served(new Promoter.Hit<>(tier.index(), tier.name(), key, entry, decoded, note), state);
    }

    /** Promotes a suspect that may be served, with the stamp that it has got. */
    private @Nullable Found<V> settled(
            TierGuard tier, TierKey key, Entry entry, @Nullable Found<V> settled, Note note) {
        if (settled == null) {
            parts.counters().count(tier.index(), TierEvent.MISS);
            return null;
        }
        MemoryEntry<V> local = settled.entry();
        Entry stamped = entry.stamped(local.position(), local.epoch());
        State state = settled.isFresh() ? State.FRESH : State.STALE;
        return served(new Promoter.Hit<>(tier.index(), tier.name(), key, stamped, local, note), state);
    }

    /** Judges, decodes and promotes what the shared tier answered. */
    @Nullable
    Found<V> ofShared(SharedLink shared, TierKey key, @Nullable Entry entry, Note note, Instants now) {
        State state = stateOf(key, entry, false, note, now);
        if (entry == null || state == State.EXPIRED || state == State.HIDDEN) {
            parts.counters().count(shared.index(), TierEvent.MISS);
            return null;
        }
        Entry stamped = entry.stamped(note.position(), note.epoch());
        MemoryEntry<V> decoded = decodeShared(shared, key, stamped);
        return decoded == null
                ? null
                : served(new Promoter.Hit<>(shared.index(), shared.name(), key, stamped, decoded, note), state);
    }

    private State stateOf(TierKey key, @Nullable Entry entry, boolean isLocal, Note note, Instants now) {
        return entry == null ? State.EXPIRED : parts.liveness().of(key, entry, isLocal, note, now);
    }

    private Found<V> served(Promoter.Hit<V> hit, State state) {
        if (state == State.FRESH) {
            parts.counters().count(hit.tier(), TierEvent.HIT);
            promoter.promote(hit);
        } else {
            parts.counters().count(hit.tier(), TierEvent.MISS);
        }
        return new Found<>(hit.decoded(), state == State.FRESH);
    }

    /** Decodes an entry of a local tier; one that does not decode is a counted miss and is removed. */
    @Nullable
    MemoryEntry<V> decode(TierGuard tier, TierKey key, Entry entry) {
        try {
            return parts.maker().decode(key, entry);
        } catch (UndecodableEntryException e) {
            damaged(tier.index(), key);
            tier.remove(key, presentTag -> presentTag == entry.tag() || presentTag == Gate.ABSENT, parts.counters());
            return null;
        }
    }

    /** Decodes an entry of the shared tier; one that does not decode may be right for another release and stays. */
    @Nullable
    MemoryEntry<V> decodeShared(SharedLink shared, TierKey key, Entry entry) {
        try {
            return parts.maker().decode(key, entry);
        } catch (UndecodableEntryException e) {
            damaged(shared.index(), key);
            return null;
        }
    }

    private void damaged(int tier, TierKey key) {
        parts.counters().count(tier, TierEvent.DAMAGED);
        parts.counters().count(tier, TierEvent.MISS);
        parts.counters().count(RemovalCause.DAMAGE);
        parts.shared().events().removed(key.region(), key.key(), null, RemovalCause.DAMAGE);
    }

    /** Returns the value of a hit for the caller, and counts the misses. */
    @Nullable
    V deliver(@Nullable Found<V> found) {
        if (found == null || !found.isFresh()) {
            parts.counters().count(Event.MISS);
            return null;
        }
        return valueOf(found.entry());
    }

    /** Returns the value of a hit, and counts that it is known that there is none. */
    @Nullable
    V valueOf(MemoryEntry<V> entry) {
        if (entry.value() == null) {
            parts.counters().count(Event.NEGATIVE_HIT);
        }
        return loadedValue(entry);
    }

    /** Returns the value as the caller may have it: a copy if the region asks for one. */
    @SuppressWarnings("unchecked") // the copier copies values of the region
    @Nullable
    V loadedValue(MemoryEntry<V> entry) {
        V value = entry.value();
        if (value == null) {
            return null;
        }
        var copier = parts.settings().copyOnRead();
        return copier == null ? value : (V) copier.apply(value);
    }
}
