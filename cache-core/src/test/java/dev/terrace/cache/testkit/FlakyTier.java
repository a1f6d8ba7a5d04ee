package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A tier that fails, hangs, waits or lies when a test says so, and passes every call on otherwise. Safe for use by
 * many threads.
 */
public sealed class FlakyTier implements Tier permits FlakyStatefulTier {

    private final Tier tier;
    private final Faults faults;
    private final AtomicInteger garbage = new AtomicInteger();
    private volatile boolean refuses;

    FlakyTier(Tier tier) {
        this.tier = tier;
        this.faults = new Faults(tier.name());
    }

    /**
     * Wraps a tier. If it is a {@link StateStore} and a {@link Journal}, so is the result; if it is neither, the
     * result is neither.
     */
    public static FlakyTier around(Tier tier) {
        return tier instanceof StateStore state && tier instanceof Journal journal
                ? new FlakyStatefulTier(tier, state, journal)
                : new FlakyTier(tier);
    }

    /** Returns what makes calls throw, hang and pause, and counts them. */
    public final Faults faults() {
        return faults;
    }

    /** Makes the next entries that are read come back damaged: a whole header, but one byte differs. */
    public final void garbageNext(int reads) {
        garbage.set(reads);
    }

    /** Makes puts answer {@link PutResult#REFUSED}, and lose the key as they must, or no longer. */
    public final void refusePuts(boolean value) {
        refuses = value;
    }

    @Override
    public final String name() {
        return tier.name();
    }

    @Override
    public final void start(TierContext context) {
        tier.start(context);
    }

    @Override
    public final @Nullable Entry get(TierKey key) {
        return faults.<@Nullable Entry>around(Operation.GET, List.of(key), () -> read(tier.get(key)));
    }

    @Override
    public final Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
        return faults.around(Operation.GET_ALL, keys, () -> {
            Map<TierKey, Entry> found = new HashMap<>(tier.getAll(keys));
            found.replaceAll((key, entry) -> Objects.requireNonNull(read(entry)));
            return found;
        });
    }

    private @Nullable Entry read(@Nullable Entry entry) {
        boolean damaged = entry != null && garbage.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        return damaged ? damage(entry) : entry;
    }

    private static Entry damage(Entry entry) {
        byte[] bytes = entry.bytes().clone();
        bytes[entry.payloadLength() == 0 ? EntryFormat.CHECKSUM_OFFSET : bytes.length - 1] ^= 1;
        return Objects.requireNonNull(Entry.parse(bytes, entry.position(), entry.epoch()));
    }

    @Override
    public final PutResult put(TierKey key, Entry entry, Gate gate) {
        return faults.around(Operation.PUT, List.of(key), () -> passPut(new Put(key, entry, gate)));
    }

    @Override
    public final List<PutResult> putAll(List<Put> puts) {
        List<TierKey> keys = puts.stream().map(Put::key).toList();
        return faults.around(Operation.PUT_ALL, keys, () -> {
            if (!refuses) {
                return tier.putAll(puts);
            }
            List<PutResult> results = new ArrayList<>();
            puts.forEach(put -> results.add(passPut(put)));
            return results;
        });
    }

    private PutResult passPut(Put put) {
        if (!refuses) {
            return tier.put(put.key(), put.entry(), put.gate());
        }
        boolean[] permitted = {false};
        tier.remove(put.key(), presentTag -> permitted[0] = put.gate().permits(presentTag));
        return permitted[0] ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    @Override
    public final boolean remove(TierKey key, Gate gate) {
        return faults.around(Operation.REMOVE, List.of(key), () -> tier.remove(key, gate));
    }

    @Override
    public final Scan scan(Scope scope) {
        Scan scan = faults.around(Operation.SCAN, List.of(), () -> tier.scan(scope));
        return new Scan() {
            @Override
            public boolean step(Visitor visitor) {
                return faults.around(Operation.STEP, List.of(), () -> scan.step(visitor));
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    @Override
    public final TierSize size() {
        return faults.around(Operation.SIZE, List.of(), tier::size);
    }

    @Override
    public final void close() {
        faults.<@Nullable Void>around(Operation.CLOSE, List.of(), () -> {
            tier.close();
            return null;
        });
    }
}
