package dev.terrace.cache.engine;

import dev.terrace.cache.Optimized;
import dev.terrace.cache.memory.MemoryTier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a manager in order on demand. */
final class Optimizer {

    private final Wiring wiring;
    private final @Nullable MemoryTier memory;
    private final HeatPlacement placement;

    Optimizer(Wiring wiring, @Nullable MemoryTier memory, HeatPlacement placement) {
        this.wiring = wiring;
        this.memory = memory;
        this.placement = placement;
    }

    Optimized run() {
        long expired = wiring.cleanup().run().deleted();
        long hidden = 0;
        for (Barrier barrier : wiring.barriers().snapshot()) {
            hidden += wiring.sweeper().sweepNow(barrier).keys();
        }
        Map<String, Long> before = budgets();
        if (memory != null) {
            memory.rebalance();
        }
        wiring.regions().all().forEach(region -> region.parts().settleMemory());
        Map<String, Long> after = budgets();
        int moved = (int) after.entrySet().stream()
                .filter(share -> !share.getValue().equals(before.get(share.getKey())))
                .count();
        long promoted = placement.run(wiring.regions().all());
        return new Optimized(expired, hidden, promoted, moved);
    }

    private Map<String, Long> budgets() {
        Map<String, Long> budgets = new HashMap<>();
        for (Region<?> region : wiring.regions().all()) {
            if (region.parts().memory() != null) {
                budgets.put(region.name(), region.parts().memory().maximum());
            }
        }
        return budgets;
    }
}
