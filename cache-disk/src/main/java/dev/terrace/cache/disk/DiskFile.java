package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapAbsentEntry;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * The map file: keys and values of bytes in one memory-mapped Chronicle Map of fixed length. This class and its two
 * companions {@link MapFiles} and {@link MappedEntry} are the only ones that touch the library.
 *
 * <p>Three rules keep the library sound. An entry is replaced in place only by one that takes as many chunks; any other is
 * removed and inserted again inside one query context: a replacement that grows and finds no room frees the old entry's
 * space and leaves the index pointing there. An insert
 * that finds no room is harmless; it is answered by a sweep of the same segment, in a nested segment context of the
 * same thread, so a put never fails because the file is full. And no length that was read from the file is believed
 * before it was compared with the segment's own ({@link MappedEntry#at}).
 *
 * <p>Locks: the library's lock of one segment, a spin lock. Reads share it, puts hold its update lock over the gate,
 * the removal, any sweep and the insert; nothing takes a second segment's lock or any other lock meanwhile, so the gate
 * and the predicates must not either, nor block.
 *
 * <p>Crash safety: a kill may leave locks held and entries half-written in the file (the checksum tells); it must then be opened by
 * {@link MapFiles#recover}. Any thread may use one instance; after {@link #close} every call throws an
 * {@link IllegalStateException}.
 */
final class DiskFile implements AutoCloseable {

    static final int WARMTHS = 6;

    private static final int WINDOW_SHARE = 128;
    private static final int MOST_BYTES = Integer.MAX_VALUE / 2;

    private final ChronicleMap<byte[], ValueRead> map;
    private final SizingPlan plan;
    private final SegmentLayout layout;
    private final ValueRead.Touch touch;
    private final EvictionPolicy policy;
    private final SegmentSweeps sweeps;
    private final DiskCounters counters = new DiskCounters();

    /**
     * Takes a map that is open.
     *
     * @param firstSegment where the first segment begins in this process's memory
     * @param empty whether the file was made just now
     */
    DiskFile(ChronicleMap<byte[], ValueRead> map, long firstSegment, Surroundings around, boolean empty) {
        this.map = map;
        plan = around.plan();
        layout = plan.layout();
        policy = new EvictionPolicy(plan.segments(), plan.averageEntriesPerSegment());
        long segmentBytes = layout.bytes(plan.segments());
        touch = (address, slot) -> policy.touched((int) ((address - firstSegment) / segmentBytes), slot);
        sweeps = new SegmentSweeps(map, around, policy, counters, empty);
        counters.entries.add(empty ? 0 : map.longSize());
    }

    /**
     * Returns a copy of an entry, or null when there is none, {@code wanted} says no, or its checksum is wrong; the
     * last is counted and the entry removed. The value is not read before {@code wanted} has said yes.
     */
    @Nullable
    StoredEntry get(byte[] key, Predicate<? super ValueView> wanted) {
        ValueRead read = new ValueRead(layout, wanted, touch);
        map.getUsing(key, read);
        StoredEntry found = read.copy();
        if (found == null) {
            return null;
        }
        if (read.check() != Envelope.check(key, found)) {
            counters.corrupt.increment();
            remove(key, view -> view != null && ((MappedEntry) view).check() == read.check());
            return null;
        }
        return found;
    }

    /**
     * Stores an entry in place of whatever the key has, if {@code gate} agrees; the gate is asked under the segment's
     * update lock, so no other write of the key comes between its answer and the entry.
     */
    PutOutcome put(byte[] key, StoredEntry entry, ChangeGate gate) {
        if (entryBytes(key.length, entry.value().length) > plan.largestInlineBytes()) {
            return PutOutcome.TOO_LARGE;
        }
        SealedValue sealed = new SealedValue(key, entry);
        try (ExternalMapQueryContext<byte[], ValueRead, ?> context = map.queryContext(key)) {
            context.updateLock().lock();
            MapEntry<byte[], ValueRead> old = context.entry();
            MappedEntry view = viewOf(old);
            if (!gate.permits(view)) {
                return PutOutcome.REFUSED;
            }
            sweeps.learn(context.segmentIndex());
            if (old == null || view == null) {
                takePlace(context.segmentIndex(), key, sealed);
                insert(context, sealed, chunks(key, sealed));
            } else {
                takePlaceOf(view, context.segmentIndex(), sealed);
                replace(context, old, view, sealed, chunks(key, sealed));
            }
        }
        counters.expiries.add(entry.expiresAt());
        counters.writtenBytes.add(sealed.size() + (long) key.length);
        return PutOutcome.STORED;
    }

    /**
     * Removes the key's entry if {@code gate} agrees, and returns whether there was one; the gate is asked under the
     * update lock, and also when there is none.
     */
    boolean remove(byte[] key, ChangeGate gate) {
        try (ExternalMapQueryContext<byte[], ValueRead, ?> context = map.queryContext(key)) {
            context.updateLock().lock();
            MapEntry<byte[], ValueRead> entry = context.entry();
            MappedEntry view = viewOf(entry);
            if (!gate.permits(view) || entry == null || view == null) {
                return false;
            }
            policy.removed(context.segmentIndex(), view.slot());
            sweeps.count(context.segmentIndex(), view);
            entry.doRemove();
            return true;
        }
    }

    /** Gives the key's entry another stamp if {@code same} agrees, and returns whether it did; the value stays. */
    boolean restamp(byte[] key, Predicate<? super EntryView> same, long stamp) {
        try (ExternalMapQueryContext<byte[], ValueRead, ?> context = map.queryContext(key)) {
            context.writeLock().lock();
            MapEntry<byte[], ValueRead> entry = context.entry();
            if (entry == null) {
                return false;
            }
            MappedEntry view = new MappedEntry(layout).at(entry);
            if (!same.test(view)) {
                return false;
            }
            view.rewriteStamp(stamp);
            return true;
        }
    }

    /**
     * Shows every entry of one segment to a visitor under the segment's update lock, about 0.2 µs an entry.
     *
     * @param segment 0 to {@link #segments()} - 1
     * @return false when the visitor stopped
     */
    boolean scan(int segment, SegmentVisitor visitor) {
        MappedEntry view = new MappedEntry(layout);
        try (MapSegmentContext<byte[], ValueRead, ?> context = map.segmentContext(segment)) {
            return context.forEachSegmentEntryWhile(entry -> {
                SegmentVisitor.Verdict verdict = visitor.visit(view.at(entry));
                if (verdict == SegmentVisitor.Verdict.REMOVE) {
                    policy.removed(segment, view.slot());
                    sweeps.count(segment, view);
                    entry.doRemove();
                }
                return verdict != SegmentVisitor.Verdict.STOP;
            });
        }
    }

    /**
     * Says how likely an entry is to be read again, 0 to {@link #WARMTHS} - 1: by the reads of late, and by whether it
     * has earned a place among those that stay.
     */
    int warmth(int segment, EntryView view) {
        MappedEntry entry = (MappedEntry) view;
        return 2 * policy.heat(segment, entry.slot()) + (entry.rank() < 0 ? 1 : 0);
    }

    /** Returns copies of the entries of a segment; those whose checksum is wrong are left out. */
    List<Copied> copy(int segment) {
        List<Copied> copies = new ArrayList<>();
        List<Integer> checks = new ArrayList<>();
        scan(segment, view -> {
            byte[] value = view.copyValue(view.valueLength());
            StoredEntry entry = new StoredEntry(value, view.expiresAt(), view.position(), view.stamp(), view.isAside());
            copies.add(new Copied(view.copyKey(), entry));
            checks.add(((MappedEntry) view).check());
            return SegmentVisitor.Verdict.KEEP;
        });
        List<Copied> right = new ArrayList<>();
        for (int i = 0; i < copies.size(); i++) {
            Copied copy = copies.get(i);
            if (Envelope.check(copy.key(), copy.entry()) == checks.get(i)) {
                right.add(copy);
            }
        }
        return right;
    }

    /** An entry and its key. */
    @SuppressWarnings("ArrayRecordComponent")
    record Copied(byte[] key, StoredEntry entry) {}

    /** Counts what is in a segment, if that was not done since the file was opened. */
    void learn(int segment) {
        byte @Nullable [] key = anyKey(segment);
        if (key == null) {
            sweeps.learned(segment); // whoever put something meanwhile learned the segment first
            return;
        }
        try (ExternalMapQueryContext<byte[], ValueRead, ?> context = map.queryContext(key)) {
            context.updateLock().lock();
            sweeps.learn(segment);
        }
    }

    private byte @Nullable [] anyKey(int segment) {
        byte[][] found = new byte[1][];
        scan(segment, view -> {
            found[0] = view.copyKey();
            return SegmentVisitor.Verdict.STOP;
        });
        return found[0];
    }

    /** Returns whether the counts of bytes and expiries cover every segment. */
    boolean knowsAll() {
        return sweeps.knowsAll();
    }

    int segments() {
        return plan.segments();
    }

    DiskCounters counters() {
        return counters;
    }

    /** Returns the bytes of heap that the eviction policy takes. */
    long heapBytes() {
        return policy.heapBytes() + 4L * plan.segments();
    }

    Path path() {
        return map.file().toPath();
    }

    /** Waits for calls under way, then unmaps the file; closing again does nothing. */
    @Override
    public void close() throws IOException {
        OwnThread.call("terrace-disk-close", () -> {
            map.close();
            return Boolean.TRUE;
        });
    }

    private void takePlace(int segment, byte[] key, SealedValue sealed) {
        int rank = policy.admit(segment, Fingerprint.of(key));
        sealed.place(rank, policy.takeSlot(segment, rank));
    }

    private void takePlaceOf(MappedEntry old, int segment, SealedValue sealed) {
        sealed.place(old.rank(), old.slot());
        policy.touched(segment, old.slot());
    }

    private @Nullable MappedEntry viewOf(@Nullable MapEntry<byte[], ValueRead> entry) {
        return entry == null ? null : new MappedEntry(layout).at(entry);
    }

    private void replace(
            ExternalMapQueryContext<byte[], ValueRead, ?> context,
            MapEntry<byte[], ValueRead> old,
            MappedEntry view,
            SealedValue sealed,
            int chunks) {
        if (view.chunks() == chunks) {
            sweeps.countReplaced(view);
            old.doReplaceValue(sealed);
        } else {
            sweeps.count(context.segmentIndex(), view);
            old.doRemove();
            insert(context, sealed, chunks);
        }
    }

    private void insert(ExternalMapQueryContext<byte[], ValueRead, ?> context, SealedValue sealed, int chunks) {
        insertMakingRoom(context, sealed, chunks);
        counters.entries.increment();
        counters.usedBytes.add((long) chunks * layout.chunkBytes());
    }

    private void insertMakingRoom(
            ExternalMapQueryContext<byte[], ValueRead, ?> context, SealedValue sealed, int chunks) {
        int segment = context.segmentIndex();
        boolean large = chunks > layout.chunks() / WINDOW_SHARE;
        if (tryInsert(context, sealed)) {
            return;
        }
        sweeps.makeRoom(segment, chunks, large);
        if (tryInsert(context, sealed)) {
            return;
        }
        sweeps.makeRoom(segment, chunks, !large);
        if (tryInsert(context, sealed)) {
            return;
        }
        sweeps.clear(segment);
        absent(context).doInsert(sealed);
    }

    /** The library says "no room" by an exception that closed maps throw as well; then the sweep throws it again. */
    private static boolean tryInsert(ExternalMapQueryContext<byte[], ValueRead, ?> context, SealedValue sealed) {
        try {
            absent(context).doInsert(sealed);
            return true;
        } catch (IllegalStateException noRoom) {
            return false;
        }
    }

    private static MapAbsentEntry<byte[], ValueRead> absent(ExternalMapQueryContext<byte[], ValueRead, ?> context) {
        MapAbsentEntry<byte[], ValueRead> absent = context.absentEntry();
        if (absent == null) {
            throw new DamagedFileException("a removed key is still in the index of " + context.segmentIndex());
        }
        return absent;
    }

    private int chunks(byte[] key, SealedValue sealed) {
        return (mappedBytes(key.length, (int) sealed.size()) + layout.chunkBytes() - 1) / layout.chunkBytes();
    }

    /** Returns the bytes that an entry takes in the map, its envelope included; saturates. */
    static int entryBytes(int keyLength, int valueLength) {
        return mappedBytes(keyLength, Math.min(MOST_BYTES, valueLength) + Envelope.BYTES);
    }

    private static int mappedBytes(int key, int stored) {
        return sizeBytes(key) + key + sizeBytes(stored) + stored;
    }

    /** The library writes lengths with seven bits a byte. */
    private static int sizeBytes(int length) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 6) / 7);
    }
}
