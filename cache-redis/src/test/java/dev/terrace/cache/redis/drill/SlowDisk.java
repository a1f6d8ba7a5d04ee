package dev.terrace.cache.redis.drill;

import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import org.jspecify.annotations.Nullable;

/** A tier below memory that takes its time before it removes and before it answers, as a disk does now and then. */
final class SlowDisk implements Tier {

    private static final int SPINS = 300;

    private final HeapTier entries = new HeapTier("disk", Long.MAX_VALUE);

    @SuppressWarnings("ThreadPriorityCheck") // to let others come between, not to order anything
    private static void spin() {
        for (int i = 0; i < SPINS; i++) {
            Thread.yield();
        }
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
    public @Nullable Entry get(TierKey key) {
        Entry entry = entries.get(key);
        spin();
        return entry;
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return entries.put(key, entry, gate);
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        spin();
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
    public void close() {
        entries.close();
    }
}
