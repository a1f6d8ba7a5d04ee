package dev.terrace.cache.engine;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.memory.MemoryTier;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the numbers of a manager. */
final class Report {

    private final Wiring wiring;
    private final Ground ground;
    private final @Nullable MemoryTier memory;
    private final List<String> tierNames;

    Report(Wiring wiring, Ground ground, @Nullable MemoryTier memory, List<String> tierNames) {
        this.wiring = wiring;
        this.ground = ground;
        this.memory = memory;
        this.tierNames = tierNames;
    }

    ManagerStats stats() {
        Map<String, CacheStats> regions = new TreeMap<>();
        wiring.regions()
                .all()
                .forEach(region ->
                        regions.put(region.name(), region.parts().counters().snapshot()));
        Totals totals = new Totals(tierNames);
        regions.values().forEach(totals::add);
        return new ManagerStats(totals.sum(), regions, sizes(), gauges());
    }

    private Map<String, TierSize> sizes() {
        Map<String, TierSize> sizes = new LinkedHashMap<>();
        if (memory != null) {
            sizes.put(Engine.MEMORY, memorySize(memory));
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

    private TierSize memorySize(MemoryTier tier) {
        long entries = 0;
        long bytes = 0;
        for (Region<?> region : wiring.regions().all()) {
            if (region.parts().memory() != null) {
                entries += region.parts().memory().size();
                bytes += region.parts().memory().weight();
            }
        }
        boolean bytesKnown = tier.maximumBytes() != Long.MAX_VALUE;
        return new TierSize(entries, 0, bytesKnown ? bytes : 0, tier.maximumBytes(), true);
    }

    private Map<String, Double> gauges() {
        Map<String, Double> gauges = new TreeMap<>();
        gauges.put("barriers.active", (double) ground.barriers().count());
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
        return gauges;
    }
}
