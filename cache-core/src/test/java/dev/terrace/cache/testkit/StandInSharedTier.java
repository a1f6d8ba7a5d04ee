package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's view of a {@link SharedStore}: a shared tier without a server, made by {@link SharedStore#attach}. Safe
 * for use by many threads.
 *
 * <p>As with a real one, {@link #put} and {@link #remove} ask the gate before the atomic step and not inside it.
 */
public final class StandInSharedTier implements SharedTier {

    private static final int KEYS_PER_STEP = 64;

    /** How soon to ask again for a value that another node loads. */
    private static final Duration LONGEST_RETRY = Duration.ofMillis(50);

    private final SharedStore store;
    private final Faults faults = new Faults("shared");
    private final Inbox inbox = new Inbox();
    private final NodeChannel channel;
    private volatile boolean closed;

    StandInSharedTier(SharedStore store) {
        this.store = store;
        this.channel = new NodeChannel(store, inbox, faults);
    }

    /** Returns what makes calls throw, hang and pause, and counts them. */
    public Faults faults() {
        return faults;
    }

    /** Says what {@link CoherenceChannel#isCurrent} answers: a node begins with true. */
    public void setCurrent(boolean value) {
        channel.setCurrent(value);
    }

    Inbox inbox() {
        return inbox;
    }

    @Override
    public String name() {
        return "shared";
    }

    @Override
    public CoherenceChannel coherence() {
        return channel;
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        return this.<@Nullable Entry>call(
                Operation.GET, List.of(key), () -> content().read(key));
    }

    @Override
    public Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        return call(Operation.GET_ALL, keys, () -> {
            Map<TierKey, Entry> found = new HashMap<>();
            for (TierKey key : keys) {
                Entry entry = content().read(key);
                if (entry != null) {
                    found.put(key, entry);
                }
            }
            return found;
        });
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return faults.around(Operation.PUT, List.of(key), () -> {
            if (!gate.permits(run(() -> content().presentTag(key)))) {
                return PutResult.GATE_CLOSED;
            }
            return run(() -> {
                content().store(key, entry);
                return PutResult.STORED;
            });
        });
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return faults.around(
                Operation.REMOVE,
                List.of(key),
                () -> gate.permits(run(() -> content().presentTag(key)))
                        && run(() -> content().erase(key)));
    }

    @Override
    public WriteResult write(SharedWrite write) {
        return call(Operation.WRITE, List.of(write.key()), () -> {
            TierKey key = write.key();
            Entry entry = write.entry();
            boolean stores = entry != null && content().admits(write, entry);
            change(key, stores ? entry : null);
            return stores || entry == null ? WriteResult.DONE : WriteResult.REMOVED;
        });
    }

    @Override
    public boolean compareAndSet(TierKey key, long expectedTag, @Nullable Entry replacement) {
        return call(Operation.COMPARE_AND_SET, List.of(key), () -> {
            long present = content().liveTag(key);
            if (replacement != null && content().presentTag(key) == replacement.tag()) {
                return true;
            }
            if (present != expectedTag) {
                return false;
            }
            change(key, replacement);
            return true;
        });
    }

    /** Stores or removes, drops the lease and tells every node: always together. */
    private void change(TierKey key, @Nullable Entry entry) {
        content().dropLease(key);
        if (entry == null) {
            content().bury(key);
        } else {
            content().store(key, entry);
        }
        long tag = entry == null ? Gate.ABSENT : entry.tag();
        store.publish(receiver -> receiver.changed(key, tag));
    }

    @Override
    public LeasedRead getOrLease(TierKey key, long replacedTag, Duration lease) {
        return call(Operation.GET_OR_LEASE, List.of(key), () -> {
            Entry entry = content().read(key);
            if (entry != null && entry.tag() != replacedTag) {
                return new LeasedRead(entry, 0, null);
            }
            long token = content().lease(key, lease);
            return new LeasedRead(null, token, token == 0 ? retryAfter(key) : null);
        });
    }

    private Duration retryAfter(TierKey key) {
        Duration left = content().leaseLeft(key);
        return left.compareTo(LONGEST_RETRY) < 0 ? left : LONGEST_RETRY;
    }

    @Override
    public boolean fill(TierKey key, Entry entry, long lease) {
        return call(Operation.FILL, List.of(key), () -> {
            boolean held = content().release(key, lease);
            if (held) {
                content().store(key, entry);
            }
            return held;
        });
    }

    @Override
    public void release(TierKey key, long lease) {
        try {
            call(Operation.RELEASE, List.of(key), () -> content().release(key, lease));
        } catch (RuntimeException e) {
            // The lease runs out by itself: that is why it has a length.
        }
    }

    @Override
    public long sweep(Scope scope, BooleanSupplier goOn) {
        open();
        return faults.around(Operation.SWEEP, List.of(), () -> {
            Iterator<TierKey> keys = run(() -> {
                        content().noteBarrier(scope);
                        content().dropLeases(scope);
                        return content().matching(scope);
                    })
                    .iterator();
            long removed = 0;
            while (keys.hasNext() && goOn.getAsBoolean()) {
                removed += run(() -> sweepSome(keys, scope));
            }
            return removed;
        });
    }

    private long sweepSome(Iterator<TierKey> keys, Scope scope) {
        long removed = 0;
        for (int i = 0; i < KEYS_PER_STEP && keys.hasNext(); i++) {
            TierKey key = keys.next();
            Entry entry = content().read(key);
            if (entry != null && scope.matches(key, entry)) {
                removed += content().isFresh(entry) ? 1 : 0;
                content().erase(key);
            }
        }
        return removed;
    }

    @Override
    public Scan scan(Scope scope) {
        Iterator<TierKey> keys =
                call(Operation.SCAN, List.of(), () -> content().matching(scope)).iterator();
        return new Scan() {
            @Override
            public boolean step(Visitor visitor) {
                return call(Operation.STEP, List.of(), () -> {
                    for (int i = 0; i < KEYS_PER_STEP && keys.hasNext(); i++) {
                        visit(keys.next(), scope, visitor);
                    }
                    return keys.hasNext();
                });
            }

            @Override
            public void close() {}
        };
    }

    private void visit(TierKey key, Scope scope, Scan.Visitor visitor) {
        Entry entry = content().read(key);
        if (entry != null
                && scope.matches(key, entry)
                && visitor.visit(Scan.Scanned.of(key, entry)) == Scan.Verdict.REMOVE) {
            content().erase(key);
        }
    }

    @Override
    public TierSize size() {
        return call(Operation.SIZE, List.of(), () -> content().size());
    }

    @Override
    public void close() {
        closed = true;
        store.detach(this);
    }

    private StoreContent content() {
        return store.content();
    }

    private <T extends @Nullable Object> T call(Operation operation, Collection<TierKey> keys, Supplier<T> step) {
        open();
        return faults.around(operation, keys, () -> run(step));
    }

    private <T extends @Nullable Object> T run(Supplier<T> step) {
        open();
        return store.run(step);
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the shared tier is closed; attach another node");
        }
    }
}
