package dev.terrace.cache.engine;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * How far the sweeps are that walk through the tiers now. Each tier counts as one step, however large it is; within one,
 * the walk itself says how far it is. A sweep that waits to be tried again does not walk.
 */
final class SweepProgress {

    private final int tiers;
    private final Map<Barrier, Double> walks = new ConcurrentHashMap<>();

    /** Makes the progress of sweeps through so many tiers, memory included. */
    SweepProgress(int tiers) {
        this.tiers = tiers;
    }

    /**
     * A sweep has come so far.
     *
     * @param done how many tiers are behind it
     * @param ofNext the share of the next one, 0 to 1
     */
    void at(Barrier barrier, int done, double ofNext) {
        walks.put(barrier, (done + ofNext) / tiers);
    }

    /** A sweep walks no more. */
    void end(Barrier barrier) {
        walks.remove(barrier);
    }

    /**
     * Tells the numbers: how many sweeps walk, how many regions they reach, and how far the one is that has most to go; 1
     * if there is none.
     */
    void tell(Collection<String> regions, BiConsumer<String, Double> gauges) {
        Map<Barrier, Double> now = Map.copyOf(walks);
        gauges.accept("sweeps.running", (double) now.size());
        gauges.accept("sweeps.regions", (double) reached(regions, now.keySet()));
        gauges.accept(
                "sweeps.share",
                now.values().stream().mapToDouble(Double::doubleValue).min().orElse(1));
    }

    private static long reached(Collection<String> regions, Collection<Barrier> barriers) {
        return regions.stream()
                .filter(region ->
                        barriers.stream().anyMatch(barrier -> barrier.scope().reaches(region)))
                .count();
    }
}
