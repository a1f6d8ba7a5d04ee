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

/** A sound tier with methods to override by broken ones. */
class BrokenTier implements Tier {

    static final int LIMIT = 4 << 20;

    final ReferenceTier sound;

    BrokenTier() {
        this(new ReferenceTier("broken", LIMIT * 16L));
    }

    private BrokenTier(ReferenceTier sound) {
        this.sound = sound;
    }

    /** A tier that asks the gate of a put, and then puts whatever has happened since. */
    static BrokenTier askingTooSoon() {
        return new BrokenTier() {
            @Override
            public PutResult put(TierKey key, Entry entry, Gate gate) {
                return gate.permits(presentTag(key)) ? super.put(key, entry, Gate.OPEN) : PutResult.GATE_CLOSED;
            }
        };
    }

    /** The tier after a restart, sound. */
    Tier reopened() {
        return new BrokenTier(sound.reopen());
    }

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public void start(TierContext context) {
        sound.start(context);
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        return sound.get(key);
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        boolean[] permitted = {false};
        if (entry.payloadLength() < LIMIT) {
            return sound.put(key, entry, gate);
        }
        sound.remove(key, presentTag -> permitted[0] = gate.permits(presentTag));
        return permitted[0] ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return sound.remove(key, gate);
    }

    @Override
    public Scan scan(Scope scope) {
        return sound.scan(scope);
    }

    @Override
    public TierSize size() {
        return sound.size();
    }

    @Override
    public void close() {
        sound.close();
    }

    long presentTag(TierKey key) {
        long[] tag = {Gate.ABSENT};
        sound.remove(key, presentTag -> {
            tag[0] = presentTag;
            return false;
        });
        return tag[0];
    }

    /** A scan whose step is broken. */
    Scan scanning(Scope scope, Stepping stepping) {
        Scan scan = sound.scan(scope);
        return new Scan() {
            @Override
            public boolean step(Visitor visitor) {
                return stepping.step(scan, visitor);
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    interface Stepping {
        boolean step(Scan scan, Scan.Visitor visitor);
    }
}
