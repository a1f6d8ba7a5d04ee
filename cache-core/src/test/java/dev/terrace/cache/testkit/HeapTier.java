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
import dev.terrace.cache.time.TimeSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The example of {@code docs/writing-a-tier.md}: entry bytes in a map, with an optional limit. */
public final class HeapTier implements Tier {

    private static final int ENTRIES_PER_STEP = 64;

    private final String name;
    private final long maximumBytes;
    private final ConcurrentMap<TierKey, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable TimeSource time;
    private volatile boolean closed;

    /** Makes an empty tier; {@link Long#MAX_VALUE} bytes is no limit. */
    public HeapTier(String name, long maximumBytes) {
        this.name = name;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(TierContext context) {
        time = context.time();
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        Entry stored = open().get(key);
        return stored == null ? null : copy(stored);
    }

    /** {@code compute} is the atomic step: no other change of this key can come between gate and change. */
    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        Entry next = bytesOf(key, entry) <= maximumBytes ? copy(entry) : null;
        boolean[] permitted = {false};
        open().compute(key, (same, present) -> {
            permitted[0] = gate.permits(presentTag(present));
            return permitted[0] ? replace(key, present, next) : present;
        });
        makeRoom(key);
        return !permitted[0] ? PutResult.GATE_CLOSED : next == null ? PutResult.REFUSED : PutResult.STORED;
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        boolean[] removed = {false};
        open().compute(key, (same, present) -> {
            boolean permitted = gate.permits(presentTag(present));
            removed[0] = permitted && present != null;
            return permitted ? replace(key, present, null) : present;
        });
        return removed[0];
    }

    /** An iterator of a {@code ConcurrentHashMap} shows every entry that stays, however many come and go. */
    @Override
    public Scan scan(Scope scope) {
        Iterator<TierKey> keys = open().keySet().iterator();
        return new Scan() {
            @Override
            public boolean step(Visitor visitor) {
                for (int i = 0; i < ENTRIES_PER_STEP && keys.hasNext(); i++) {
                    visit(keys.next(), scope, visitor);
                }
                return keys.hasNext();
            }

            @Override
            public void close() {}
        };
    }

    private void visit(TierKey key, Scope scope, Scan.Visitor visitor) {
        open().computeIfPresent(key, (same, present) -> {
            boolean goes =
                    scope.matches(key, present) && visitor.visit(Scan.Scanned.of(key, present)) == Scan.Verdict.REMOVE;
            return goes ? replace(key, present, null) : present;
        });
    }

    @Override
    public TierSize size() {
        return new TierSize(open().size(), 0, bytes.get(), maximumBytes, false);
    }

    @Override
    public void close() {
        closed = true;
    }

    private ConcurrentMap<TierKey, Entry> open() {
        if (closed) {
            throw new IllegalStateException("tier " + name + " is closed; open a new one");
        }
        return entries;
    }

    private long presentTag(@Nullable Entry present) {
        TimeSource clock = Objects.requireNonNull(time, "start the tier first");
        boolean dead = present == null || present.staleUntil() < clock.millis();
        return dead ? Gate.ABSENT : present.tag();
    }

    private @Nullable Entry replace(TierKey key, @Nullable Entry old, @Nullable Entry next) {
        bytes.addAndGet(bytesOf(key, next) - bytesOf(key, old));
        return next;
    }

    private void makeRoom(TierKey spared) {
        Iterator<TierKey> victims = entries.keySet().iterator();
        while (bytes.get() > maximumBytes && victims.hasNext()) {
            TierKey victim = victims.next();
            entries.computeIfPresent(victim, (key, old) -> key.equals(spared) ? old : replace(key, old, null));
        }
    }

    private static long bytesOf(TierKey key, @Nullable Entry entry) {
        return entry == null ? 0 : key.utf8().length + (long) entry.bytes().length;
    }

    /** Reads the bytes again, so that nothing but bytes and stamp is stored. */
    private static Entry copy(Entry entry) {
        byte[] bytes = entry.bytes().clone();
        return Objects.requireNonNull(Entry.parse(bytes, entry.position(), entry.epoch()), "not an entry");
    }
}
