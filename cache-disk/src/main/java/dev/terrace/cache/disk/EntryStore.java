package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries in one open map file, the large ones in side files.
 *
 * <p>A large value is written to its side file first, outside every lock, and counts from the moment when its pointer is
 * in the map; a put whose gate is closed drops the file again. Any thread. Whatever goes wrong in the file is thrown as
 * the library's {@link RuntimeException} or {@link InternalError}.
 */
final class EntryStore {

    private final DiskFile disk;
    private final SideFiles side;
    private final InstantSource clock;
    private final int largestInline;
    private final long firstOwnSideFile;

    EntryStore(DiskFile disk, SideFiles side, Surroundings around) {
        this.disk = disk;
        this.side = side;
        clock = around.clock();
        firstOwnSideFile = side.nextNumber();
        largestInline = around.plan().largestInlineBytes();
    }

    /** Reads an entry; null when none is stored, when it is dead, or when it is damaged, which is counted. */
    @Nullable
    Entry get(TierKey key) {
        long now = clock.millis();
        byte[] name = key.utf8();
        StoredEntry found = disk.get(name, view -> !Headers.isDead(view, now));
        if (found == null) {
            return null;
        }
        Entry entry = parse(name, found);
        if (entry == null) {
            forget(name, found);
        }
        return entry;
    }

    private byte @Nullable [] readAside(byte[] name, byte[] pointer) {
        try {
            byte[] value = side.read(SidePointer.number(pointer), name);
            return value != null && SidePointer.fits(pointer, value) ? value : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Removes what cannot be read, unless it was replaced meanwhile. */
    private void forget(byte[] name, StoredEntry found) {
        byte[] value = found.value();
        boolean gone = disk.remove(
                name,
                view -> view != null
                        && view.valueLength() == value.length
                        && Arrays.equals(view.copyValue(value.length), value));
        if (gone) {
            disk.counters().corrupt.increment();
        }
    }

    PutResult put(TierKey key, Entry entry, Gate gate) {
        byte[] name = key.utf8();
        byte[] bytes = entry.bytes();
        ChangeGate change = change(gate);
        boolean inline = DiskFile.entryBytes(name.length, bytes.length) <= largestInline;
        PutOutcome outcome =
                inline ? disk.put(name, stored(entry, bytes, false), change) : putAside(name, entry, change);
        if (outcome == PutOutcome.TOO_LARGE) {
            return refuse(name, gate);
        }
        return outcome == PutOutcome.STORED ? PutResult.STORED : PutResult.GATE_CLOSED;
    }

    private PutOutcome putAside(byte[] name, Entry entry, ChangeGate change) {
        byte[] bytes = entry.bytes();
        if (!side.takes(name.length, bytes.length)) {
            return PutOutcome.TOO_LARGE;
        }
        long number;
        try {
            number = side.write(name, bytes);
        } catch (IOException noRoom) {
            return PutOutcome.TOO_LARGE;
        }
        PutOutcome outcome = PutOutcome.REFUSED;
        try {
            int head = EntryFormat.HEADER_BYTES + entry.labelCount() * Long.BYTES;
            outcome = disk.put(name, stored(entry, SidePointer.of(bytes, head, number), true), change);
        } finally {
            disk.counters().writtenBytes.add(bytes.length);
            if (outcome != PutOutcome.STORED) {
                side.drop(number);
            }
            collect();
        }
        return outcome;
    }

    /** Deletes the side files that nothing points at any more; a failure leaves them for the next time. */
    void collect() {
        try {
            side.collect();
        } catch (IOException later) {
            // The number is forgotten; the file is an orphan until the next start.
        }
    }

    /** Refuses an entry: what the key had is removed, if the gate agrees. */
    PutResult refuse(TierKey key, Gate gate) {
        return refuse(key.utf8(), gate);
    }

    /** Returns the tag that a gate would be told now. */
    long presentTag(TierKey key) {
        long now = clock.millis();
        long[] tag = new long[1];
        disk.get(key.utf8(), view -> {
            tag[0] = Headers.presentTag(view, now);
            return false;
        });
        return tag[0];
    }

    /** An entry that is not taken takes the older one of its key along. */
    private PutResult refuse(byte[] name, Gate gate) {
        boolean[] permitted = new boolean[1];
        ChangeGate change = change(gate);
        disk.remove(name, present -> permitted[0] = change.permits(present));
        return permitted[0] ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    boolean remove(TierKey key, Gate gate) {
        return disk.remove(key.utf8(), change(gate));
    }

    /** Gives an entry another epoch if its tag is this one, and returns whether it did. */
    boolean confirm(TierKey key, long tag, long epoch) {
        long now = clock.millis();
        return disk.restamp(key.utf8(), view -> Headers.presentTag(view, now) == tag, epoch);
    }

    /** Begins a walk over the entries with another epoch. */
    Suspects.Walk suspects(long epoch) {
        return new SuspectWalk(this, clock, epoch);
    }

    /** Returns copies of all entries of a segment. */
    List<Copy> copy(int segment) {
        return disk.copy(segment).stream()
                .map(copied -> new Copy(copied.key(), parse(copied.key(), copied.entry())))
                .toList();
    }

    /**
     * A copied entry.
     *
     * @param entry null if it is damaged
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Copy(byte[] key, @Nullable Entry entry) {}

    private @Nullable Entry parse(byte[] name, StoredEntry found) {
        byte[] value = found.aside() ? readAside(name, found.value()) : found.value();
        return value == null ? null : Entry.parse(value, found.position(), found.stamp());
    }

    /** Begins a walk; each step is one segment. */
    Scan scan(Scope scope) {
        return new SegmentScan(disk, scope);
    }

    /** Returns the lowest number of a side file written since this store began; what was there before is below. */
    long firstOwnSideFile() {
        return firstOwnSideFile;
    }

    DiskFile disk() {
        return disk;
    }

    SideFiles side() {
        return side;
    }

    private ChangeGate change(Gate gate) {
        long now = clock.millis();
        return present -> gate.permits(Headers.presentTag(present, now));
    }

    private static StoredEntry stored(Entry entry, byte[] value, boolean aside) {
        return new StoredEntry(value, entry.staleUntil(), entry.position(), entry.epoch(), aside);
    }
}
