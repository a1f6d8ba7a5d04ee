package dev.terrace.cache.redis;

import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;

/**
 * Lets several threads tell one receiver, which is made for one thread at a time. The lock is held while the receiver
 * drops a key, from disk too: that is what the one thread would wait for.
 */
final class OneAtATime implements Receiver {

    private final Receiver receiver;

    OneAtATime(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public synchronized void changed(TierKey key, long tag) {
        receiver.changed(key, tag);
    }

    @Override
    public synchronized void barrier(Scope scope, Phase phase) {
        receiver.barrier(scope, phase);
    }

    @Override
    public synchronized void lost(String reason) {
        receiver.lost(reason);
    }
}
