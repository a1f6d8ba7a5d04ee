package dev.terrace.cache.metrics.report;

import dev.terrace.cache.metrics.curve.HitCurve;

/**
 * How long reads would take with tiers of other sizes, from the hit curves: a read costs a look into memory if memory has
 * room for it, else a look into the tier below if that has, else a load.
 *
 * <p>The curves are those of least-recently-used order, and the memory tier does better where some keys are always wanted
 * more than others. What it was better by is added, less and less of it the nearer the curve comes to its end, where all
 * orders are the same.
 */
final class SizeModel {

    private static final double SMALLEST_DIFFERENCE = 1e-3;

    private final Evidence evidence;
    private final double lowerEntries;
    private final double keys;
    private final boolean lowerHoldsAll;

    SizeModel(Evidence evidence) {
        this.evidence = evidence;
        String lower = evidence.lowerTier();
        this.lowerEntries = lower == null ? 0 : evidence.size(lower).entries();
        this.lowerHoldsAll = lower != null && !evidence.isFull(lower);
        this.keys = Math.max(
                1,
                evidence.curves().values().stream()
                        .mapToDouble(curve -> curve.keys())
                        .sum());
    }

    /** How much larger the tiers are thought to be. */
    record Factors(double memory, double lower) {

        static final Factors NOW = new Factors(1, 1);
    }

    /** Returns the average nanoseconds of a read. */
    double nanosPerRead(Factors factors) {
        double sum = 0;
        for (String region : evidence.curves().keySet()) {
            sum += evidence.reads(region) * nanosPerRead(region, factors);
        }
        return sum / Math.max(1, evidence.reads());
    }

    /** Returns the average nanoseconds of a read of one region. */
    double nanosPerRead(String region, Factors factors) {
        double inMemory = inMemory(region, factors.memory());
        double inAny = Math.max(inMemory, hitRatioBelow(region, factors.lower()));
        return inMemory * evidence.memoryNanos()
                + (inAny - inMemory) * evidence.lowerNanos()
                + (1 - inAny) * evidence.loadNanos();
    }

    /** Returns the share of a region's reads that memory answers. */
    private double inMemory(String region, double factor) {
        HitCurve curve = evidence.curve(region);
        double entries = evidence.memory(region).entries();
        double now = curve.hitRatio(entries);
        double then = curve.hitRatio(entries * factor);
        double most = curve.hitRatio(Double.MAX_VALUE);
        double better = Math.max(0, evidence.memoryHitRatio(region) - now);
        return most - now < SMALLEST_DIFFERENCE ? then : Math.min(most, then + better * (most - then) / (most - now));
    }

    /** The tier below keeps no book of regions: its room is taken to be shared as the keys are. */
    private double hitRatioBelow(String region, double factor) {
        if (lowerEntries == 0) {
            return 0;
        }
        double share = evidence.curve(region).keys() / keys;
        return evidence.curve(region)
                .hitRatio(lowerHoldsAll ? evidence.curve(region).keys() : lowerEntries * share * factor);
    }

    /** Returns the estimated hit ratio of memory over all regions. */
    double memoryHitRatio(double factor) {
        double hits = 0;
        for (String region : evidence.curves().keySet()) {
            hits += evidence.reads(region) * inMemory(region, factor);
        }
        return hits / Math.max(1, evidence.reads());
    }

    /** Returns the estimated hit ratio of memory and the tier below together, over all regions. */
    double hitRatio(double lowerFactor) {
        double hits = 0;
        for (String region : evidence.curves().keySet()) {
            double memory = inMemory(region, 1);
            hits += evidence.reads(region) * Math.max(memory, hitRatioBelow(region, lowerFactor));
        }
        return hits / Math.max(1, evidence.reads());
    }
}
