package dev.terrace.cache.metrics.report;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A tier with room for a number of entries that gives up the one that was used longest ago; a read takes time. */
final class LruTier implements Tier, Gauges {

    private final HeapTier entries = new HeapTier("disk", Long.MAX_VALUE);
    private final Map<TierKey, Boolean> uses = new LinkedHashMap<>(16, 0.75f, true);
    private final int maximum;
    private final FakeTime time;
    private final Supplier<Duration> timeOfARead;
    private long evictions;

    /** Makes a tier whose reads take 100 µs each. */
    LruTier(int maximum, FakeTime time) {
        this(maximum, time, () -> Duration.ofNanos(100_000));
    }

    LruTier(int maximum, FakeTime time, Supplier<Duration> timeOfARead) {
        this.maximum = maximum;
        this.time = time;
        this.timeOfARead = timeOfARead;
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public void start(TierContext context) {
        entries.start(context);
    }

    @Override
    public synchronized Entry get(TierKey key) {
        time.advance(timeOfARead.get());
        Entry entry = entries.get(key);
        if (entry != null) {
            uses.put(key, true);
        }
        return entry;
    }

    @Override
    public synchronized PutResult put(TierKey key, Entry entry, Gate gate) {
        PutResult result = entries.put(key, entry, gate);
        uses.put(key, true);
        while (uses.size() > maximum) {
            TierKey oldest = uses.keySet().iterator().next();
            uses.remove(oldest);
            entries.remove(oldest, presentTag -> true);
            evictions++;
        }
        return result;
    }

    @Override
    public synchronized boolean remove(TierKey key, Gate gate) {
        uses.remove(key);
        return entries.remove(key, gate);
    }

    @Override
    public Scan scan(Scope scope) {
        return entries.scan(scope);
    }

    @Override
    public TierSize size() {
        return entries.size();
    }

    @Override
    public synchronized Map<String, Double> gauges() {
        return Map.of("evictions", (double) evictions);
    }

    @Override
    public void close() {
        entries.close();
    }
}
