package dev.terrace.cache.engine;

import dev.terrace.cache.Explanation;
import dev.terrace.cache.Explanation.InTier;
import dev.terrace.cache.engine.Liveness.Instants;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at one key in every tier without decoding, promoting or counting anything. */
final class Inspector<V> {

    private final RegionParts<V> parts;

    Inspector(RegionParts<V> parts) {
        this.parts = parts;
    }

    /** Returns the remaining time to live of the live value; null if there is none. */
    @Nullable
    Duration ttl(TierKey key) {
        Note note = parts.note(key);
        Known known = ttlAbove(key, note);
        if (known != null) {
            return known.ttl();
        }
        Instants now = parts.now();
        Duration below = ttlBelow(key, note, now);
        MemoryEntry<V> entry = memoryEntry(key);
        if (entry == null || !isLive(key, entry, note, now)) {
            return below;
        }
        Duration here = remaining(entry.expiresAt(), now.millis());
        return below == null || here.compareTo(below) > 0 ? here : below;
    }

    /**
     * What is known without asking a tier.
     *
     * @param ttl null if there is no live value
     */
    record Known(@Nullable Duration ttl) {}

    /** Returns the remaining time to live if memory and the writes under way can tell; null if they cannot. */
    @Nullable
    Known ttlAbove(TierKey key) {
        return ttlAbove(key, parts.note(key));
    }

    private @Nullable Known ttlAbove(TierKey key, Note note) {
        Instants now = parts.now();
        Pending pending = pending(key, note);
        if (pending != null) {
            return new Known(ofPending(pending, now));
        }
        MemoryEntry<V> entry = memoryEntry(key);
        boolean fresh = entry != null && parts.liveness().of(key, entry, note, now) == Liveness.State.FRESH;
        if (entry == null || !fresh) {
            return parts.chain().isEmpty() ? new Known(null) : null;
        }
        if (entry.value() == null) {
            return new Known(null);
        }
        boolean bounded =
                parts.settings().expiry().memoryTtl() != null && !parts.chain().isEmpty();
        return bounded ? null : new Known(remaining(entry.expiresAt(), now.millis()));
    }

    /** Returns true if memory holds a value that may be served as it is. */
    boolean isLiveInMemory(TierKey key) {
        Note note = parts.note(key);
        MemoryEntry<V> entry = memoryEntry(key);
        return entry != null && isLive(key, entry, note, parts.now());
    }

    private boolean isLive(TierKey key, MemoryEntry<V> entry, Note note, Instants now) {
        return entry.value() != null && parts.liveness().of(key, entry, note, now) == Liveness.State.FRESH;
    }

    private @Nullable Duration ofPending(Pending pending, Instants now) {
        MemoryEntry<?> value = pending.value();
        return value == null || !value.isFresh(now.millis()) ? null : remaining(value.expiresAt(), now.millis());
    }

    private @Nullable Duration ttlBelow(TierKey key, Note note, Instants now) {
        for (TierGuard tier : parts.chain().local()) {
            Duration ttl = ttlOf(key, tier.get(key, parts.counters()), true, note, now);
            if (ttl != null) {
                return ttl;
            }
        }
        SharedLink shared = parts.chain().shared();
        return shared == null ? null : ttlOf(key, shared.get(key, parts.counters()), false, note, now);
    }

    private @Nullable Duration ttlOf(TierKey key, @Nullable Entry entry, boolean isLocal, Note note, Instants now) {
        if (entry == null) {
            return null;
        }
        boolean live = !entry.isNegative()
                && parts.maker().isReadable(entry)
                && parts.liveness().of(key, entry, isLocal, note, now) == Liveness.State.FRESH;
        return live
                ? remaining(
                        entry.expiresAt(),
                        now.millis() + parts.shared().epochs().clockOffset())
                : null;
    }

    private static Duration remaining(long expiresAt, long now) {
        return expiresAt == Long.MAX_VALUE ? Durations.LONGEST : Duration.ofMillis(expiresAt - now);
    }

    private @Nullable MemoryEntry<V> memoryEntry(TierKey key) {
        return parts.memory() == null ? null : parts.memory().peek(key.key());
    }

    private @Nullable Pending pending(TierKey key, Note note) {
        Pending pending = parts.shared().pending().of(key);
        boolean hidden = pending != null && pending.value() != null && note.hides(key, pending.value());
        return hidden ? null : pending;
    }

    /** A look at what the tiers hold of a key. */
    private record Look(TierKey key, Note note, Instants now) {}

    /** Says all that is known. */
    Explanation explain(TierKey key) {
        Note note = parts.note(key);
        Instants now = parts.now();
        Look look = new Look(key, note, now);
        List<InTier> tiers = new ArrayList<>();
        if (parts.memory() != null) {
            tiers.add(inMemory(key, note, now));
        }
        for (TierGuard tier : parts.chain().local()) {
            tiers.add(
                    tier.isTrusted(key)
                            ? inTier(tier.name(), tier.get(key, parts.counters()), true, look)
                            : unknown(tier.name()));
        }
        SharedLink shared = parts.chain().shared();
        if (shared != null) {
            SharedLink.Lookup answer = shared.lookup(key, parts.counters());
            tiers.add(answer.answered() ? inTier(shared.name(), answer.entry(), false, look) : unknown(shared.name()));
        }
        Pending pending = pending(key, note);
        return new Explanation(
                key.region(),
                key.key(),
                tiers,
                pending == null ? null : pending.isRemoval() ? "delete" : "set",
                parts.barriers().describe(key),
                parts.shared().removals().lookUp(key));
    }

    private static InTier unknown(String tier) {
        return new InTier(tier, Explanation.State.UNKNOWN, null, 0, 0);
    }

    private InTier inMemory(TierKey key, Note note, Instants now) {
        MemoryEntry<V> entry = memoryEntry(key);
        if (entry == null) {
            return new InTier(Engine.MEMORY, Explanation.State.ABSENT, null, 0, 0);
        }
        Explanation.State state = Explanation.State.valueOf(
                parts.liveness().of(key, entry, note, now).name());
        return new InTier(
                Engine.MEMORY, state, remainingOrNull(entry.expiresAt(), now.millis()), entry.tag(), entry.weight());
    }

    private InTier inTier(String tier, @Nullable Entry entry, boolean isLocal, Look look) {
        if (entry == null) {
            return new InTier(tier, Explanation.State.ABSENT, null, 0, 0);
        }
        Explanation.State state = Explanation.State.valueOf(parts.liveness()
                .of(look.key(), entry, isLocal, look.note(), look.now())
                .name());
        long sharedNow = look.now().millis() + parts.shared().epochs().clockOffset();
        return new InTier(
                tier, state, remainingOrNull(entry.expiresAt(), sharedNow), entry.tag(), entry.bytes().length);
    }

    private static @Nullable Duration remainingOrNull(long expiresAt, long now) {
        return expiresAt == Long.MAX_VALUE ? null : Duration.ofMillis(Math.max(0, expiresAt - now));
    }
}
