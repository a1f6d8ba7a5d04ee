package dev.terrace.cache.engine;

import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Pause;
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

/**
 * A tier whose first permitted put stops inside its atomic step, with the gate's answer given and nothing stored yet.
 * Scans and reads do not wait for it, as those of a {@code ConcurrentHashMap} do not.
 */
final class PausedInsidePut implements Tier {

    final Pause answered = new Pause("the gate has answered");
    private final Tier tier = new HeapTier("paused", Long.MAX_VALUE);
    private volatile boolean fails;

    /** Makes reads fail, or work again. */
    void failReads(boolean value) {
        fails = value;
    }

    @Override
    public String name() {
        return tier.name();
    }

    @Override
    public void start(TierContext context) {
        tier.start(context);
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        if (fails) {
            throw new IllegalStateException("fails as the test asked");
        }
        return tier.get(key);
    }

    /** The pause lets everybody through once it was released. */
    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return tier.put(key, entry, presentTag -> {
            boolean permitted = gate.permits(presentTag);
            if (permitted) {
                answered.await();
            }
            return permitted;
        });
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return tier.remove(key, gate);
    }

    @Override
    public Scan scan(Scope scope) {
        return tier.scan(scope);
    }

    @Override
    public TierSize size() {
        return tier.size();
    }

    @Override
    public void close() {
        tier.close();
    }
}
