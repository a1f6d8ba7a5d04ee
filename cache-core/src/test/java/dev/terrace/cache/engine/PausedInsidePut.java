package dev.terrace.cache.engine;

import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierKey;
import org.jspecify.annotations.Nullable;

/**
 * A tier whose first permitted put stops inside its atomic step, with the gate's answer given and nothing stored yet.
 * Scans and reads do not wait for it, as those of a {@code ConcurrentHashMap} do not.
 */
final class PausedInsidePut extends ForwardingTier {

    final Pause answered = new Pause("the gate has answered");
    private volatile boolean fails;

    PausedInsidePut() {
        super(new HeapTier("paused", Long.MAX_VALUE));
    }

    /** Makes reads fail, or work again. */
    void failReads(boolean value) {
        fails = value;
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        if (fails) {
            throw new IllegalStateException("fails as the test asked");
        }
        return super.get(key);
    }

    /** The pause lets everybody through once it was released. */
    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return super.put(key, entry, presentTag -> {
            boolean permitted = gate.permits(presentTag);
            if (permitted) {
                answered.await();
            }
            return permitted;
        });
    }
}
