package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Lists live keys lazily: those in memory, then tier by tier those that no tier above holds live. Never
 * holds the key space.
 */
final class KeyScan {

    private final Regions regions;
    private final Chain chain;
    private final Barriers barriers;

    KeyScan(Regions regions, Chain chain, Barriers barriers) {
        this.regions = regions;
        this.chain = chain;
        this.barriers = barriers;
    }

    /** Returns the live keys of a scope; close the stream. */
    Stream<TierKey> keys(Scope scope) {
        List<KeyCursor.Source> sources = new ArrayList<>();
        for (Region<?> region : regions.all()) {
            if (scope.reaches(region.name())) {
                sources.add(inMemory(region.parts(), scope));
            }
        }
        List<Tier> above = new ArrayList<>();
        for (TierGuard guard : chain.local()) {
            sources.add(inTier(guard.tier(), List.copyOf(above), scope));
            above.add(guard.tier());
        }
        if (chain.shared() != null) {
            sources.add(inTier(chain.shared().tier(), List.copyOf(above), scope));
        }
        KeyCursor cursor = new KeyCursor(sources);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(cursor::close);
    }

    private <V> KeyCursor.Source inMemory(RegionParts<V> parts, Scope scope) {
        return KeyCursor.of(() -> names(parts), key -> scope.matchesKey(key) && isLiveInMemory(parts, key));
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

    private static <V> boolean isLiveInMemory(RegionParts<V> parts, TierKey key) {
        MemoryEntry<V> entry = parts.memory() == null ? null : parts.memory().peek(key.key());
        return entry != null
                && entry.value() != null
                && parts.liveness().of(key, entry, parts.now()) == Liveness.State.FRESH;
    }

    private KeyCursor.Source inTier(Tier tier, List<Tier> above, Scope scope) {
        return new KeyCursor.Pages(() -> tier.scan(scope), key -> isListedHere(tier, above, key));
    }

    /** A key is listed for the first tier that holds it live, and only if it still does. */
    private boolean isListedHere(Tier tier, List<Tier> above, TierKey key) {
        Region<?> region = regions.get(key.region());
        boolean listedBefore = (region != null && isLiveInMemory(region.parts(), key))
                || above.stream().anyMatch(other -> isLive(other, key));
        return !listedBefore && isLive(tier, key);
    }

    private boolean isLive(Tier tier, TierKey key) {
        Entry entry = tier.get(key);
        return entry != null
                && !entry.isNegative()
                && !entry.isTombstone()
                && entry.expiresAt() > regions.now() + regions.clockOffset()
                && !barriers.hides(key, entry);
    }
}
