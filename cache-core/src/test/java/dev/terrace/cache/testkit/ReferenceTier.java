package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A tier in memory that behaves like one on disk: a {@link HeapTier} with state blobs and a journal, all of which
 * outlive {@link #close}. Play a restart with {@link #reopen}. Safe for use by many threads.
 */
public final class ReferenceTier implements Tier, StateStore, Journal, Suspects {

    private final HeapTier entries;
    private final ConcurrentMap<String, byte[]> blobs;
    private final List<Journal.Item> records;
    private volatile boolean complete = true;
    private volatile boolean closed;

    /** Makes an empty tier named {@code reference} without a limit. */
    public ReferenceTier() {
        this("reference", Long.MAX_VALUE);
    }

    /**
     * Makes an empty tier.
     *
     * @param name one lower-case word
     * @param maximumBytes most bytes of keys and entries; a larger entry is refused, others are dropped to make room
     */
    public ReferenceTier(String name, long maximumBytes) {
        entries = new HeapTier(name, maximumBytes);
        blobs = new ConcurrentHashMap<>();
        records = new CopyOnWriteArrayList<>();
    }

    private ReferenceTier(ReferenceTier before) {
        entries = before.entries;
        blobs = before.blobs;
        records = before.records;
    }

    /** Closes this tier and returns a new one that holds what this one held: the tier after a restart. */
    public ReferenceTier reopen() {
        close();
        return new ReferenceTier(this);
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public void start(TierContext context) {
        entries.start(context);
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        return open().get(key);
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return open().put(key, entry, gate);
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return open().remove(key, gate);
    }

    @Override
    public Scan scan(Scope scope) {
        return open().scan(scope);
    }

    @Override
    public TierSize size() {
        return open().size();
    }

    @Override
    public void close() {
        closed = true;
    }

    private HeapTier open() {
        if (closed) {
            throw new IllegalStateException("tier " + name() + " is closed; go on with what reopen() returns");
        }
        return entries;
    }

    @Override
    public byte @Nullable [] load(String blob) {
        byte[] found = blobs.get(blob);
        return found == null ? null : found.clone();
    }

    @Override
    public void save(String blob, byte[] bytes) {
        blobs.put(blob, bytes.clone());
    }

    /** Returns the blobs by name, as they are kept: for a test to damage. */
    public Map<String, byte[]> blobs() {
        return blobs;
    }

    @Override
    public Walk suspects(long epoch) {
        List<Suspect> found = new ArrayList<>();
        try (Scan scan = scan(Scope.ALL)) {
            boolean more = true;
            while (more) {
                more = scan.step(entry -> {
                    found.add(new Suspect(entry.key(), entry.tag()));
                    return Scan.Verdict.KEEP;
                });
            }
        }
        found.removeIf(suspect -> {
            Entry entry = get(suspect.key());
            return entry == null || entry.epoch() == epoch;
        });
        return new Walk() {
            @Override
            public List<Suspect> next(int most) {
                List<Suspect> some = List.copyOf(found.subList(0, Math.min(most, found.size())));
                found.removeAll(some);
                return some;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean confirm(TierKey key, long tag, long epoch) {
        Entry entry = get(key);
        return entry != null
                && entry.tag() == tag
                && put(key, entry.stamped(entry.position(), epoch), present -> present == tag) == PutResult.STORED;
    }

    @Override
    public void append(Journal.Item record) {
        records.add(record);
    }

    @Override
    public void settle(long position) {
        records.removeIf(record -> record.position() == position);
    }

    @Override
    public List<Journal.Item> unsettled() {
        return records.stream()
                .sorted(Comparator.comparingLong(Journal.Item::position))
                .toList();
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    /** Says whether {@link #isComplete} holds: a tier is made with a complete journal. */
    public void journalIsComplete(boolean value) {
        complete = value;
    }
}
