package dev.terrace.cache.metrics.curve;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reloads say about a region's time to live: each value that is loaded again is compared with the one before it.
 * Remembers a bounded number of keys, four numbers each. For use by many threads.
 */
public final class Freshness {

    private final int maximumKeys;
    private final Map<Integer, Known> known;
    private long loads;
    private long reloads;
    private long changed;
    private long expired;
    private double ageSum;
    private double lifeSum;
    private final double[] spared = new double[FreshnessEstimate.FACTORS.length];

    /** What is known of a key's latest value. */
    private record Known(int valueHash, long madeAt, long lifeMillis) {}

    /** Remembers at most so many keys; those that were made longest ago are forgotten. */
    public Freshness(int maximumKeys) {
        this.maximumKeys = maximumKeys;
        this.known = new LinkedHashMap<>();
    }

    /**
     * A value was loaded.
     *
     * @param key hash code of the key
     * @param value compared by hash code; one of a class that does not define it teaches nothing about changes
     * @param lifeMillis its time to live; {@link Long#MAX_VALUE} for ever
     */
    public synchronized void loaded(int key, Object value, long lifeMillis, long nowMillis) {
        loads++;
        int valueHash = value.hashCode();
        Known before = remember(key, new Known(valueHash, nowMillis, lifeMillis));
        boolean isComparable = valueHash != System.identityHashCode(value);
        if (before == null || !isComparable || nowMillis <= before.madeAt()) {
            return;
        }
        double age = (double) nowMillis - before.madeAt();
        reloads++;
        changed += before.valueHash() == valueHash ? 0 : 1;
        ageSum += age;
        if (before.lifeMillis() != Long.MAX_VALUE && age >= before.lifeMillis()) {
            expired++;
            lifeSum += before.lifeMillis();
            for (int i = 0; i < spared.length; i++) {
                double reloadsForOne = Math.ceil(FreshnessEstimate.FACTORS[i] * before.lifeMillis() / age);
                spared[i] += 1 - 1 / Math.max(1, reloadsForOne);
            }
        }
    }

    /** A caller set a value: what was known of the key teaches nothing more. */
    public synchronized void set(int key) {
        known.remove(key);
    }

    private @Nullable Known remember(int key, Known next) {
        Known before = known.remove(key);
        known.put(key, next);
        if (known.size() > maximumKeys) {
            known.remove(known.keySet().iterator().next());
        }
        return before;
    }

    /** Lets what was seen so far count only in part from now on. */
    public synchronized void age(double factor) {
        loads = Math.round(loads * factor);
        reloads = Math.round(reloads * factor);
        changed = Math.round(changed * factor);
        expired = Math.round(expired * factor);
        ageSum *= factor;
        lifeSum *= factor;
        for (int i = 0; i < spared.length; i++) {
            spared[i] *= factor;
        }
    }

    /** Returns what was learned. */
    public synchronized FreshnessEstimate estimate() {
        double[] shares = new double[spared.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = loads == 0 ? 0 : spared[i] / loads;
        }
        return new FreshnessEstimate(
                reloads,
                reloads == 0 ? 0 : (double) changed / reloads,
                reloads == 0 ? 0 : ageSum / reloads / 1000,
                expired == 0 ? 0 : lifeSum / expired / 1000,
                loads == 0 ? 0 : (double) expired / loads,
                java.util.Arrays.stream(shares).boxed().toList());
    }
}
