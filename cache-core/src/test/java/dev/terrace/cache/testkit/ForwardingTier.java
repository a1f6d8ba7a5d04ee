package dev.terrace.cache.testkit;

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
 * A tier that passes every call on, to be overridden where a test wants something else. Of the tier behind it only the
 * entries are seen: batches come key by key, and what else it implements (state, journal, suspects) is hidden.
 */
public class ForwardingTier implements Tier {

    private final Tier tier;

    /** Passes calls on to that tier. */
    public ForwardingTier(Tier tier) {
        this.tier = tier;
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
        return tier.get(key);
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return tier.put(key, entry, gate);
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
