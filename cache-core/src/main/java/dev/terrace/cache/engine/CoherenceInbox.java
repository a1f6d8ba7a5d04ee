package dev.terrace.cache.engine;

import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies to this node what it and the others announce. Own announcements are applied like any other:
 * only so do two nodes that write the same key at the same time end with the same value.
 *
 * <p>Called on one thread of the channel at a time.
 */
final class CoherenceInbox implements Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(CoherenceInbox.class);

    private final PendingWrites pending;
    private final Epochs epochs;
    private final Barriers barriers;
    private final Sweeper sweeper;
    private final LocalTiers local;
    private final Tags tags;
    private final Runnable whenLost;
    private final Map<Scope, Deque<Barrier>> received = new HashMap<>();

    CoherenceInbox(Ground ground, Sweeper sweeper, LocalTiers local, Runnable whenLost) {
        this.pending = ground.pending();
        this.epochs = ground.epochs();
        this.barriers = ground.barriers();
        this.tags = ground.tags();
        this.sweeper = sweeper;
        this.local = local;
        this.whenLost = whenLost;
    }

    /**
     * A write or removal: applied like a local removal, unless it is of the value that is here. A write
     * of the key that waits in the queue is older or newer, who knows: it will go out as a removal. A change of this
     * node's own is older than the write that is registered now, and does not touch it.
     */
    @Override
    public void changed(TierKey key, long tag) {
        Pending write = pending.of(key);
        boolean isForeign = write != null && tag != tagOf(write) && !tags.isOwn(tag);
        if (write != null && write.hasPassed()) {
            if (isForeign) {
                write.contest();
            }
            return;
        }
        if (write != null && isForeign) {
            write.overtake();
        }
        local.drop(key, tag);
    }

    private static long tagOf(Pending write) {
        Entry entry = write.entry();
        return entry == null ? Gate.ABSENT : entry.tag();
    }

    /** A barrier: held from the first message to the second, then swept here. */
    @Override
    public synchronized void barrier(Scope scope, Phase phase) {
        if (phase == Phase.RAISED) {
            received.computeIfAbsent(scope, s -> new ArrayDeque<>()).add(barriers.raise(scope));
            return;
        }
        Deque<Barrier> open = received.get(scope);
        Barrier first = open == null ? null : open.poll();
        // Swept elsewhere after a message that this node missed: what was read meanwhile is in doubt.
        sweeper.sweepLocally(first == null ? barriers.raise(scope) : first);
        if (open != null && open.isEmpty()) {
            received.remove(scope);
        }
    }

    /** Barriers stay: what they hide may still lie in the shared tier, where its tag would vouch for it. */
    @Override
    public void lost(String reason) {
        epochs.raise();
        whenLost.run();
        LOG.info("messages_lost epoch={} reason=\"{}\"", epochs.current(), reason);
    }
}
