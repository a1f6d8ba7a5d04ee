package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The suspects in one region's part of the memory tier, in no particular order: all of them are hot. */
final class MemorySuspects<V> implements Suspects {

    private final RegionParts<V> parts;
    private final MemoryRegion<V> memory;

    MemorySuspects(RegionParts<V> parts, MemoryRegion<V> memory) {
        this.parts = parts;
        this.memory = memory;
    }

    @Override
    public Walk suspects(long epoch) {
        Iterator<String> keys = memory.keys().iterator();
        return new Walk() {
            @Override
            public List<Suspect> next(int most) {
                List<Suspect> found = new ArrayList<>();
                while (found.size() < most && keys.hasNext()) {
                    String key = keys.next();
                    MemoryEntry<V> entry = memory.peek(key);
                    if (entry != null && entry.epoch() != epoch) {
                        found.add(new Suspect(parts.key(key), entry.tag()));
                    }
                }
                return found;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean confirm(TierKey key, long tag, long epoch) {
        MemoryEntry<V> entry = memory.peek(key.key());
        return entry != null
                && entry.tag() == tag
                && parts.installInMemory(
                        key,
                        entry.with(new MemoryEntry.Stamp(tag, entry.position(), epoch)),
                        presentTag -> presentTag == tag);
    }
}
