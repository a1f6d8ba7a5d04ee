package dev.terrace.cache.engine;

import dev.terrace.cache.codec.UndecodableEntryException;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies to one tier what it lacks and another has, with the remaining time. Each key is noted before
 * the source tier is asked, so one that changes meanwhile is left out by the gate; into the shared tier
 * only a lease leads, which a change takes away.
 */
final class TierCopy {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final Regions regions;
    private final Chain chain;
    private final Counters unowned;
    private final LongPredicate goOn;
    private long copied;

    /**
     * Makes a copy for one use.
     *
     * @param goOn asked before each key with the number of entries copied so far; false ends the copying
     */
    TierCopy(Regions regions, Chain chain, Counters unowned, LongPredicate goOn) {
        this.regions = regions;
        this.chain = chain;
        this.unowned = unowned;
        this.goOn = goOn;
    }

    /** Copies; returns how many entries. Regions that were not made in this process are left out. */
    long copy(String from, String to) {
        Source source = source(from);
        for (Region<?> region : regions.all()) {
            copy(region.parts(), source, to);
        }
        return copied;
    }

    /** Reads entries of one tier. */
    private interface Source {
        KeyCursor keys(RegionParts<?> parts);

        <V> @Nullable Entry entry(RegionParts<V> parts, TierKey key, Note note);
    }

    private Source source(String from) {
        return from.equals(Engine.MEMORY) ? new FromMemory() : new FromTier(from);
    }

    private static final class FromMemory implements Source {

        @Override
        public KeyCursor keys(RegionParts<?> parts) {
            return new KeyCursor(List.of(KeyCursor.of(() -> keysIn(parts), key -> true)));
        }

        private static <V> Iterator<TierKey> keysIn(RegionParts<V> parts) {
            MemoryRegion<V> memory = parts.memory();
            return memory == null
                    ? java.util.Collections.emptyIterator()
                    : memory.keys().stream().map(parts::key).iterator();
        }

        @Override
        public <V> @Nullable Entry entry(RegionParts<V> parts, TierKey key, Note note) {
            MemoryEntry<V> entry =
                    parts.memory() == null ? null : parts.memory().peek(key.key());
            boolean live = entry != null && parts.liveness().of(key, entry, note, parts.now()) == Liveness.State.FRESH;
            return entry != null && live ? parts.maker().encode(key, entry) : null;
        }
    }

    private final class FromTier implements Source {

        private final String name;

        FromTier(String name) {
            this.name = name;
        }

        @Override
        public KeyCursor keys(RegionParts<?> parts) {
            Supplier<Scan> begin = () -> chain.named(name).scan(Scope.region(parts.name()));
            return new KeyCursor(List.of(new KeyCursor.Pages(begin, key -> true, e -> failed(parts, e))));
        }

        private void failed(RegionParts<?> parts, RuntimeException e) {
            parts.shared().events().tierFailed(name, "scan", e);
        }

        @Override
        public <V> @Nullable Entry entry(RegionParts<V> parts, TierKey key, Note note) {
            Entry entry = chain.get(name, key, unowned);
            boolean isLocal = chain.shared() == null || !chain.shared().name().equals(name);
            return entry != null && parts.liveness().of(key, entry, isLocal, note, parts.now()) == Liveness.State.FRESH
                    ? entry
                    : null;
        }
    }

    private <V> void copy(RegionParts<V> parts, Source source, String to) {
        try (KeyCursor keys = source.keys(parts)) {
            while (goOn.test(copied) && keys.hasNext()) {
                TierKey key = keys.next();
                Note note = parts.note(key);
                if (parts.shared().pending().of(key) == null && copy(parts, key, source, to, note)) {
                    copied++;
                }
            }
        }
    }

    private <V> boolean copy(RegionParts<V> parts, TierKey key, Source source, String to, Note note) {
        Gate gate = parts.gate().since(key, note, Gate.ABSENT);
        SharedLink shared = chain.shared();
        if (shared != null && shared.name().equals(to)) {
            return toShared(parts, key, source, shared, note);
        }
        Entry found = source.entry(parts, key, note);
        if (found == null) {
            return false;
        }
        // An entry of the shared tier has no stamp of this node; without one it would be suspect at once.
        long position = found.position() == 0 ? note.position() : found.position();
        Entry entry = found.stamped(position, note.epoch());
        return to.equals(Engine.MEMORY)
                ? toMemory(parts, key, entry, gate)
                : Promoter.admits(parts, to, key, entry) && chain.guard(to).offer(key, entry, gate, unowned);
    }

    private static <V> boolean toMemory(RegionParts<V> parts, TierKey key, Entry entry, Gate gate) {
        try {
            MemoryEntry<V> decoded = parts.maker().decode(key, entry);
            return Promoter.admitsMemory(parts, key, decoded) && parts.installInMemory(key, decoded, gate);
        } catch (UndecodableEntryException e) {
            return false; // counted and removed by the first read that meets it
        }
    }

    /**
     * The source tier is asked only when the lease is held and every change is applied here that was made before it: a
     * later one takes the lease away.
     */
    private <V> boolean toShared(RegionParts<V> parts, TierKey key, Source source, SharedLink shared, Note note) {
        LeasedRead leased = shared.tier().getOrLease(key, Gate.ABSENT, LEASE);
        if (leased.lease() == 0) {
            return false;
        }
        Entry entry = afterMessages(shared, key, leased, () -> source.entry(parts, key, note));
        if (entry == null || !Promoter.admits(parts, shared.name(), key, entry)) {
            shared.tier().release(key, leased.lease());
            return false;
        }
        return shared.tier().fill(key, entry, leased.lease());
    }

    private static @Nullable Entry afterMessages(
            SharedLink shared, TierKey key, LeasedRead leased, Supplier<@Nullable Entry> read) {
        try {
            shared.tier().coherence().catchUp(key);
            return read.get();
        } catch (RuntimeException e) {
            shared.tier().release(key, leased.lease());
            throw e;
        }
    }
}
