package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.Admission;
import dev.terrace.cache.policy.Admission.Candidate;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what was found in a lower tier to every tier above, through the gate, with its remaining time. */
final class Promoter<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Promoter.class);

    private static final int BACKGROUND_ROOM = 1024;
    private static final int HIT_COUNTERS = 4096;

    private final RegionParts<V> parts;
    private final Promotion policy;
    private final Semaphore room = new Semaphore(BACKGROUND_ROOM);
    private final AtomicIntegerArray hits;

    Promoter(RegionParts<V> parts) {
        this.parts = parts;
        this.policy = parts.settings().placement().promotion();
        this.hits = new AtomicIntegerArray(policy.afterHits() > 1 ? HIT_COUNTERS : 0);
    }

    /**
     * A hit below memory.
     *
     * @param tier where
     * @param name that tier's name
     * @param key what
     * @param entry its bytes
     * @param decoded the same, decoded
     * @param note where history stood before the tier was asked
     */
    record Hit<V>(int tier, String name, TierKey key, Entry entry, MemoryEntry<V> decoded, Note note) {}

    /** Copies a hit up as the region's policy says. */
    void promote(Hit<V> hit) {
        if (!isDue(hit.key())) {
            return;
        }
        if (!policy.background()) {
            copy(hit, true);
        } else if (!room.tryAcquire()) {
            parts.counters().count(hit.tier(), TierEvent.PROMOTION_REFUSED);
        } else if (!parts.shared().workers().tryRun(() -> copyAndRelease(hit))) {
            room.release();
            parts.counters().count(hit.tier(), TierEvent.PROMOTION_REFUSED);
        }
    }

    /** Counts approximately: keys that share a counter help each other. */
    private boolean isDue(TierKey key) {
        int needed = policy.afterHits();
        if (needed == 1 || needed == Integer.MAX_VALUE) {
            return needed == 1;
        }
        int slot = (key.hashCode() ^ (key.hashCode() >>> 16)) & (HIT_COUNTERS - 1);
        if (hits.incrementAndGet(slot) < needed) {
            return false;
        }
        hits.set(slot, 0);
        return true;
    }

    private void copyAndRelease(Hit<V> hit) {
        try {
            copy(hit, true);
        } finally {
            room.release();
        }
    }

    /**
     * Copies a hit up at once.
     *
     * @param intoMemory false to leave memory out
     * @return true if a tier took it
     */
    boolean copy(Hit<V> hit, boolean intoMemory) {
        Gate gate = gateOf(hit);
        boolean wanted = intoMemory && parts.memory() != null && admitsMemory(hit.key(), hit.decoded());
        boolean copied = wanted && parts.installInMemory(hit.key(), hit.decoded(), gate);
        for (TierGuard tier : parts.chain().local()) {
            if (tier.index() < hit.tier() && admits(tier.name(), hit.key(), hit.entry(), hit.decoded())) {
                wanted = true;
                copied |= tier.offer(hit.key(), hit.entry(), gate, parts.counters());
            }
        }
        if (wanted) {
            parts.counters().count(hit.tier(), copied ? TierEvent.PROMOTION : TierEvent.PROMOTION_REFUSED);
        }
        if (copied && parts.shared().events().isHeard()) {
            parts.shared().events().promoted(parts.name(), hit.key().key(), hit.name());
        }
        return copied;
    }

    /** The hit may take the place of itself, and of an entry above that has expired or is due for a refresh. */
    private Gate gateOf(Hit<V> hit) {
        Gate own = parts.gate().since(hit.key(), hit.note(), hit.decoded().tag());
        MemoryEntry<V> above =
                parts.memory() == null ? null : parts.memory().peek(hit.key().key());
        long now = parts.time().millis();
        if (above == null || (above.isFresh(now) && !above.isDueForRefresh(now))) {
            return own;
        }
        long outdated = above.tag();
        return presentTag -> own.permits(presentTag == outdated ? Gate.ABSENT : presentTag);
    }

    /**
     * A loaded value on its way into the tiers of this process.
     *
     * @param encoded null where memory is all there is
     */
    record Arrival<V>(
            TierKey key, MemoryEntry<V> entry, @Nullable Entry encoded, Gate gate) {}

    /**
     * Installs loaded values in memory and the local tiers, through their gates, with one call a tier.
     *
     * @param intoMemory says which of them memory is to have
     * @return those that got in: that no gate refused in memory, or in some tier below
     */
    Set<TierKey> installAll(List<Arrival<V>> arrivals, Predicate<Arrival<V>> intoMemory) {
        Set<TierKey> installed = new HashSet<>();
        for (Arrival<V> arrival : arrivals) {
            if (intoMemory.test(arrival)
                    && admitsMemory(arrival.key(), arrival.entry())
                    && parts.installInMemory(arrival.key(), arrival.entry(), arrival.gate())) {
                installed.add(arrival.key());
            }
        }
        for (TierGuard tier : parts.chain().local()) {
            installed.addAll(tier.offerAll(putsFor(tier.name(), arrivals), parts.counters()));
        }
        return installed;
    }

    private List<Tier.Put> putsFor(String tier, List<Arrival<V>> arrivals) {
        List<Tier.Put> puts = new ArrayList<>(arrivals.size());
        for (Arrival<V> arrival : arrivals) {
            Entry encoded = arrival.encoded();
            if (encoded != null && admits(tier, arrival.key(), encoded, arrival.entry())) {
                puts.add(new Tier.Put(arrival.key(), encoded, arrival.gate()));
            }
        }
        return puts;
    }

    boolean admitsMemory(TierKey key, MemoryEntry<V> entry) {
        return admitsMemory(parts, key, entry);
    }

    boolean admits(String tier, TierKey key, Entry entry, MemoryEntry<?> decoded) {
        return admits(parts, new Candidate(tier, key, entry.bytes().length, remaining(parts, decoded.expiresAt())));
    }

    /** Returns true if the region's admission lets an entry into the memory tier. */
    static <V> boolean admitsMemory(RegionParts<V> parts, TierKey key, MemoryEntry<V> entry) {
        return admits(parts, new Candidate(Engine.MEMORY, key, 0, remaining(parts, entry.expiresAt())));
    }

    /** Returns true if the region's admission lets an entry into a lower tier. */
    static boolean admits(RegionParts<?> parts, String tier, TierKey key, Entry entry) {
        long expiresAt =
                EntryMaker.later(entry.expiresAt(), -parts.shared().epochs().clockOffset());
        return admits(parts, new Candidate(tier, key, entry.bytes().length, remaining(parts, expiresAt)));
    }

    /** An admission that throws lets nothing in: a write that has begun must go on. */
    private static boolean admits(RegionParts<?> parts, Candidate candidate) {
        Admission admission = parts.settings().placement().admission();
        try {
            return admission == Admission.ALL || admission.admits(candidate);
        } catch (RuntimeException e) {
            LOG.warn("admission_failed region={} tier={}", parts.name(), candidate.tier(), e);
            return false;
        }
    }

    private static long remaining(RegionParts<?> parts, long expiresAt) {
        return expiresAt == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : expiresAt - parts.time().millis();
    }
}
