package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The channel of one node to the others of its {@link SharedStore}. */
final class NodeChannel implements CoherenceChannel {

    private final SharedStore store;
    private final Inbox inbox;
    private final Faults faults;
    private volatile boolean current = true;

    NodeChannel(SharedStore store, Inbox inbox, Faults faults) {
        this.store = store;
        this.inbox = inbox;
        this.faults = faults;
    }

    void setCurrent(boolean value) {
        current = value;
    }

    @Override
    public void start(Receiver receiver) {
        inbox.start(receiver);
    }

    @Override
    public long clockOffsetMillis() {
        return store.clockOffsetMillis();
    }

    @Override
    public boolean isCurrent(long nanos) {
        return current;
    }

    @Override
    public void announce(Scope scope, Phase phase) {
        faults.around(Operation.ANNOUNCE, List.of(), () -> {
            store.announce(scope, phase);
            return phase;
        });
    }

    /** Waits until the messages that are on their way have been delivered, by whomever. */
    @Override
    public void catchUp(TierKey key) {
        CountDownLatch arrived = new CountDownLatch(1);
        if (!store.send(inbox, receiver -> arrived.countDown()) || !Deadline.await(arrived)) {
            throw new TierUnavailableException("messages to this node do not arrive", false, null);
        }
    }

    @Override
    public void close() {
        inbox.drop();
    }
}
