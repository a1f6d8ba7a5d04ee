package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Scope;
import java.util.List;

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

    @Override
    public void close() {
        inbox.drop();
    }
}
