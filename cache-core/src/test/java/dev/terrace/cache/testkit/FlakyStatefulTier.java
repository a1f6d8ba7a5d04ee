package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flaky tier around one that keeps state blobs and a journal. */
final class FlakyStatefulTier extends FlakyTier implements StateStore, Journal {

    private final StateStore state;
    private final Journal journal;

    FlakyStatefulTier(Tier tier, StateStore state, Journal journal) {
        super(tier);
        this.state = state;
        this.journal = journal;
    }

    @Override
    public byte @Nullable [] load(String name) {
        return faults().<byte @Nullable []>around(Operation.LOAD, List.of(), () -> state.load(name));
    }

    @Override
    public void save(String name, byte[] blob) {
        run(Operation.SAVE, () -> state.save(name, blob));
    }

    @Override
    public void append(Journal.Item record) {
        run(Operation.APPEND, () -> journal.append(record));
    }

    @Override
    public void settle(long position) {
        run(Operation.SETTLE, () -> journal.settle(position));
    }

    @Override
    public List<Journal.Item> unsettled() {
        return faults().around(Operation.UNSETTLED, List.of(), journal::unsettled);
    }

    @Override
    public boolean isComplete() {
        return journal.isComplete();
    }

    private void run(Operation operation, Runnable call) {
        faults().<@Nullable Void>around(operation, List.of(), () -> {
            call.run();
            return null;
        });
    }
}
