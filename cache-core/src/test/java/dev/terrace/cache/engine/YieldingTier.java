package dev.terrace.cache.engine;

import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A slow tier: gives other threads the turn, many times or few, before and after each call. */
final class YieldingTier extends ForwardingTier {

    private static final int MOST_YIELDS = 4;

    YieldingTier(Tier tier) {
        super(tier);
    }

    /** Lets others go first. */
    @SuppressWarnings("ThreadPriorityCheck") // to vary the order of things, not to rely on it
    static void yieldSometimes() {
        int yields = Math.max(0, ThreadLocalRandom.current().nextInt(-MOST_YIELDS, MOST_YIELDS));
        for (int i = 0; i < yields; i++) {
            Thread.yield();
        }
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        yieldSometimes();
        Entry entry = super.get(key);
        yieldSometimes();
        return entry;
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        yieldSometimes();
        PutResult result = super.put(key, entry, gate);
        yieldSometimes();
        return result;
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        yieldSometimes();
        boolean removed = super.remove(key, gate);
        yieldSometimes();
        return removed;
    }

    @Override
    public Scan scan(Scope scope) {
        yieldSometimes();
        return super.scan(scope);
    }
}
