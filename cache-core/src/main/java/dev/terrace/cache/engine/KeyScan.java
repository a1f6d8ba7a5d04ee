package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lists live keys lazily: those in memory, then tier by tier those that no tier above holds live. Never
 * holds the key space.
 */
final class KeyScan {

    private final Regions regions;
    private final Chain chain;
    private final Barriers barriers;
    private final PendingWrites pending;
    private final Counters unowned;

    KeyScan(Regions regions, Chain chain, Barriers barriers, PendingWrites pending, Counters unowned) {
        this.regions = regions;
        this.chain = chain;
        this.barriers = barriers;
        this.pending = pending;
        this.unowned = unowned;
    }

    /** A lower tier as this walk sees it: one that fails holds nothing. */
    private interface Below {

        @Nullable
        Entry get(TierKey key);

        Scan scan(Scope scope);

        void failed(RuntimeException e);

        boolean isLocal();
    }

    private Below below(TierGuard guard) {
        return new Below() {
            @Override
            public @Nullable Entry get(TierKey key) {
                return guard.get(key, unowned);
            }

            @Override
            public Scan scan(Scope scope) {
                return guard.scan(scope);
            }

            @Override
            public void failed(RuntimeException e) {
                guard.failed("scan", e, unowned);
            }

            @Override
            public boolean isLocal() {
                return true;
            }
        };
    }

    private Below below(SharedLink shared) {
        return new Below() {
            @Override
            public @Nullable Entry get(TierKey key) {
                return shared.get(key, unowned);
            }

            @Override
            public Scan scan(Scope scope) {
                return shared.tier().scan(scope);
            }

            @Override
            public void failed(RuntimeException e) {
                shared.failed("scan", e, unowned);
            }

            @Override
            public boolean isLocal() {
                return false;
            }
        };
    }

    /** Returns the live keys of a scope; close the stream. */
    Stream<TierKey> keys(Scope scope) {
        List<KeyCursor.Source> sources = new ArrayList<>();
        for (Region<?> region : regions.all()) {
            if (scope.reaches(region.name())) {
                sources.add(inMemory(region.parts(), scope));
            }
        }
        List<Below> above = new ArrayList<>();
        for (Below tier : tiersBelow()) {
            sources.add(inTier(tier, List.copyOf(above), scope));
            above.add(tier);
        }
        KeyCursor cursor = new KeyCursor(sources);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(cursor::close);
    }

    private List<Below> tiersBelow() {
        List<Below> tiers = new ArrayList<>();
        chain.local().stream().filter(guard -> !guard.isAside()).forEach(guard -> tiers.add(below(guard)));
        SharedLink shared = chain.shared();
        if (shared != null) {
            tiers.add(below(shared));
        }
        return tiers;
    }

    private <V> KeyCursor.Source inMemory(RegionParts<V> parts, Scope scope) {
        return KeyCursor.of(
                () -> names(parts), key -> scope.matchesKey(key) && isLiveInMemory(parts, key, scope.label()));
    }

    private static <V> Iterator<TierKey> names(RegionParts<V> parts) {
        MemoryRegion<V> memory = parts.memory();
        if (memory == null) {
            return List.<TierKey>of().iterator();
        }
        Iterator<Map.Entry<String, MemoryEntry<V>>> entries = memory.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public TierKey next() {
                return parts.key(entries.next().getKey());
            }
        };
    }

    private static <V> boolean isLiveInMemory(RegionParts<V> parts, TierKey key, @Nullable Long label) {
        Note note = parts.note(key);
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(key.key());
        return entry != null
                && entry.value() != null
                && (label == null || entry.hasLabel(label))
                && parts.liveness().of(key, entry, note, parts.now()) == Liveness.State.FRESH;
    }

    private KeyCursor.Source inTier(Below tier, List<Below> above, Scope scope) {
        return new KeyCursor.Pages(
                () -> tier.scan(scope), key -> isListedHere(tier, above, key, scope.label()), tier::failed);
    }

    /** A key is listed for the first tier that holds it live, and only if it still does: below may be older labels. */
    private boolean isListedHere(Below tier, List<Below> above, TierKey key, @Nullable Long label) {
        Region<?> region = regions.get(key.region());
        boolean listedBefore = (region != null && isLiveInMemory(region.parts(), key, null))
                || above.stream().anyMatch(other -> isLive(other, key, null));
        return !listedBefore && isLive(tier, key, label);
    }

    /** A write under way is the local truth, whatever the tier still holds. */
    private boolean isLive(Below tier, TierKey key, @Nullable Long label) {
        List<Barrier> active = barriers.snapshot();
        Entry entry = tier.get(key);
        if (entry == null || entry.isNegative() || Barrier.isHidden(key, entry, active)) {
            return false;
        }
        Pending write = pending.of(key);
        if (write != null) {
            MemoryEntry<?> value = write.value();
            return value != null && value.isFresh(regions.now()) && (label == null || value.hasLabel(label));
        }
        if (label != null && !entry.hasLabel(label)) {
            return false;
        }
        Region<?> region = regions.get(key.region());
        return region == null ? isFresh(entry) : isServed(region.parts(), tier, key, entry);
    }

    private boolean isFresh(Entry entry) {
        return !entry.isTombstone() && entry.expiresAt() > regions.now() + regions.clockOffset();
    }

    /** A suspect is compared with the shared tier when it is read; until then it counts. */
    private boolean isServed(RegionParts<?> parts, Below tier, TierKey key, Entry entry) {
        Liveness.State state = parts.liveness().of(key, entry, tier.isLocal(), parts.note(key), parts.now());
        boolean served = state == Liveness.State.FRESH || (state == Liveness.State.SUSPECT && isFresh(entry));
        return served && parts.maker().isReadable(entry);
    }
}
