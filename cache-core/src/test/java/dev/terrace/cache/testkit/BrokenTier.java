package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;

/** A sound tier with methods to override by broken ones. */
class BrokenTier extends ForwardingTier {

    static final int LIMIT = 4 << 20;

    final ReferenceTier sound;

    BrokenTier() {
        this(new ReferenceTier("broken", LIMIT * 16L));
    }

    private BrokenTier(ReferenceTier sound) {
        super(sound);
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
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        boolean[] permitted = {false};
        if (entry.payloadLength() < LIMIT) {
            return sound.put(key, entry, gate);
        }
        sound.remove(key, presentTag -> permitted[0] = gate.permits(presentTag));
        return permitted[0] ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    long presentTag(TierKey key) {
        long[] tag = {Gate.ABSENT};
        sound.remove(key, presentTag -> {
            tag[0] = presentTag;
            return false;
        });
        return tag[0];
    }

    /** Returns a tier whose scans are through before they begin. */
    static BrokenTier throughAtOnce() {
        return new BrokenTier() {
            @Override
            public Scan scan(Scope scope) {
                return scanning(scope, Scan::step);
            }

            @Override
            double progress() {
                return 1;
            }
        };
    }

    /** What {@link #scanning} says of itself. */
    double progress() {
        return 0;
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
            public double progress() {
                return BrokenTier.this.progress();
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
