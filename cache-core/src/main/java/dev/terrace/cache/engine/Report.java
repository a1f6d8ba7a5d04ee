package dev.terrace.cache.engine;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.memory.MemoryTier;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierSize;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers the numbers of a manager. */
final class Report {

    private final Wiring wiring;
    private final Ground ground;
    private final @Nullable MemoryTier memory;
    private final Extensions extensions;

    Report(Wiring wiring, Ground ground, @Nullable MemoryTier memory, Extensions extensions) {
        this.wiring = wiring;
        this.ground = ground;
        this.memory = memory;
        this.extensions = extensions;
    }

    /** Returns the counters since the last reset. */
    ManagerStats stats() {
        return stats(Counters::snapshot);
    }

    /** Returns the counters since the start. */
    ManagerStats lifetime() {
        return stats(Counters::lifetime);
    }

    private ManagerStats stats(Function<Counters, CacheStats> counted) {
        Map<String, CacheStats> regions = new TreeMap<>();
        Map<String, TierSize> inMemory = new TreeMap<>();
        for (Region<?> region : wiring.regions().all()) {
            regions.put(region.name(), counted.apply(region.parts().counters()));
            if (memory != null && region.parts().memory() != null) {
                inMemory.put(region.name(), sizeInMemory(memory, region.parts().memory()));
            }
        }
        Totals totals = new Totals(Assembly.names(wiring.chain().tiers()));
        regions.values().forEach(totals::add);
        return new ManagerStats(totals.sum(), regions, inMemory, sizes(inMemory), gauges());
    }

    private static TierSize sizeInMemory(MemoryTier tier, MemoryRegion<?> part) {
        boolean bytesKnown = tier.maximumBytes() != Long.MAX_VALUE;
        return new TierSize(
                part.size(), 0, bytesKnown ? part.weight() : 0, bytesKnown ? part.maximum() : Long.MAX_VALUE, true);
    }

    private Map<String, TierSize> sizes(Map<String, TierSize> inMemory) {
        Map<String, TierSize> sizes = new LinkedHashMap<>();
        if (memory != null) {
            sizes.put(Engine.MEMORY, memorySize(memory, inMemory.values()));
        }
        for (TierGuard tier : wiring.chain().local()) {
            sizes.put(tier.name(), tier.guarded("size", tier.tier()::size, TierSize.EMPTY));
        }
        SharedLink shared = wiring.chain().shared();
        if (shared != null) {
            sizes.put(shared.name(), sharedSize(shared));
        }
        return sizes;
    }

    private TierSize sharedSize(SharedLink shared) {
        try {
            return shared.tier().size();
        } catch (RuntimeException e) {
            shared.failed("size", e, wiring.unowned());
            return TierSize.EMPTY;
        }
    }

    private static TierSize memorySize(MemoryTier tier, Collection<TierSize> parts) {
        long entries = parts.stream().mapToLong(TierSize::entries).sum();
        long bytes = parts.stream().mapToLong(TierSize::bytes).sum();
        return new TierSize(entries, 0, bytes, tier.maximumBytes(), true);
    }

    private Map<String, Double> gauges() {
        Map<String, Double> gauges = new TreeMap<>();
        gauges.put("barriers.active", (double) ground.barriers().count());
        wiring.sweeper()
                .progress()
                .tell(wiring.regions().all().stream().map(Region::name).toList(), gauges::put);
        gauges.put("writes.pending", (double) ground.pending().size());
        gauges.put("epoch", (double) ground.epochs().current());
        gauges.put("listener.failures", (double) ground.events().listenerFailures());
        for (TierGuard tier : wiring.chain().local()) {
            gauges.put(tier.name() + ".aside", tier.isAside() ? 1.0 : 0.0);
            gauges.put(tier.name() + ".distrusted", (double) tier.distrust().size());
        }
        SharedLink shared = wiring.chain().shared();
        if (shared != null) {
            gauges.put("suspects.confirmed", (double) wiring.verifier().confirmed());
            gauges.put("suspects.dropped", (double) wiring.verifier().dropped());
            gauges.put("queue.depth", (double) shared.queue().size());
            gauges.put("queue.age.seconds", shared.queue().age().toMillis() / 1000.0);
        }
        for (Tier tier : wiring.chain().tiers()) {
            if (tier instanceof Gauges own) {
                own.gauges().forEach((name, value) -> gauges.put(tier.name() + "." + name, value));
            }
        }
        extensions.addGauges(gauges);
        return gauges;
    }
}
