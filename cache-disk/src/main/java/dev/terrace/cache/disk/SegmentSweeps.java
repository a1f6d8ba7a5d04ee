package dev.terrace.cache.disk;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes room in one segment of a {@link DiskFile}: one walk to see the entries, the policy's choice, and a second walk
 * that removes and re-ranks. Runs nested in the put that needs the room, under its update lock. The walks find the
 * policy's choice again by an entry's first chunk, because removing entries changes the order of a walk.
 */
final class SegmentSweeps {

    private final ChronicleMap<byte[], ValueRead> map;
    private final SegmentLayout layout;
    private final EvictionPolicy policy;
    private final DiskCounters counters;
    private final Surroundings around;
    private final ConcurrentLinkedQueue<Sweep> idle = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray learned;
    private final AtomicInteger unlearned;

    SegmentSweeps(
            ChronicleMap<byte[], ValueRead> map,
            Surroundings around,
            EvictionPolicy policy,
            DiskCounters counters,
            boolean empty) {
        this.map = map;
        this.policy = policy;
        this.counters = counters;
        this.around = around;
        layout = around.plan().layout();
        learned = new AtomicIntegerArray(around.plan().segments());
        unlearned = new AtomicInteger(learned.length());
        for (int segment = 0; empty && segment < learned.length(); segment++) {
            learned(segment);
        }
    }

    /** Walks a segment that was in the file when it was opened, before its first insert: order, access bits, bytes. */
    void learn(int segment) {
        if (learned.get(segment) != 0) {
            return;
        }
        with(sweep -> {
            sweep.look(segment);
            for (int entry = 0; entry < sweep.picture.count(); entry++) {
                policy.learn(segment, sweep.picture.rank(entry), sweep.picture.slot(entry));
                counters.usedBytes.add((long) sweep.picture.size(entry) * layout.chunkBytes());
                counters.expiries.add(sweep.picture.expiry(entry));
            }
        });
        learned(segment);
    }

    /** Notes that what is in the segment is counted. */
    void learned(int segment) {
        if (learned.compareAndSet(segment, 0, 1)) {
            unlearned.decrementAndGet();
        }
    }

    /** Returns whether every segment was walked since the file was opened. */
    boolean knowsAll() {
        return unlearned.get() == 0;
    }

    /** Evicts what the policy chooses: a contiguous run of chunks, or a batch of entries. */
    void makeRoom(int segment, int chunks, boolean contiguous) {
        with(sweep -> {
            sweep.look(segment);
            if (contiguous) {
                policy.chooseWindow(segment, sweep.picture, layout.chunks(), chunks);
            } else {
                int wanted = Math.max(chunks, EvictionPolicy.batch(layout.chunks()));
                policy.choose(segment, sweep.picture, layout.chunks(), wanted);
            }
            sweep.apply(segment);
        });
        counters.sweeps.increment();
    }

    /** Evicts everything in the segment. */
    void clear(int segment) {
        with(sweep -> {
            sweep.look(segment);
            for (int entry = 0; entry < sweep.picture.count(); entry++) {
                sweep.picture.evict(entry);
            }
            sweep.apply(segment);
        });
        counters.clearedSegments.increment();
    }

    /** Counts that another entry takes the very place of one that is still there, in a learned segment. */
    void countReplaced(MappedEntry entry) {
        dropAside(entry);
        counters.expiries.remove(entry.expiresAt());
    }

    private void dropAside(MappedEntry entry) {
        if (entry.isAside()) {
            around.sideDropped().accept(SidePointer.number(entry));
        }
    }

    /** Counts the removal of an entry that is still there. */
    void count(int segment, MappedEntry entry) {
        counters.entries.decrement();
        dropAside(entry);
        if (learned.get(segment) != 0) {
            counters.expiries.remove(entry.expiresAt());
            counters.usedBytes.add(-(long) entry.chunks() * layout.chunkBytes());
        }
    }

    private void with(Consumer<Sweep> work) {
        @Nullable Sweep free = idle.poll();
        Sweep sweep = free == null ? new Sweep() : free;
        work.accept(sweep);
        idle.add(sweep); // one that failed is left to the collector
    }

    private final class Sweep {

        final SegmentPicture picture = new SegmentPicture();
        private final MappedEntry view = new MappedEntry(layout);
        private final int[] entryAtChunk = new int[layout.chunks()];
        private int decided;
        private long touched; // keeps the compiler from leaving the reads out

        void look(int segment) {
            picture.clear();
            long now = around.clock().millis();
            try (MapSegmentContext<byte[], ValueRead, ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntry(entry -> {
                    if (picture.count() == 0) {
                        touched = touchAll(entry.key().bytes());
                    }
                    view.at(entry);
                    int start = view.firstChunk();
                    entryAtChunk[start] = picture.count();
                    long expiry = view.expiresAt();
                    picture.add(start, view.chunks(), view.rank(), view.slot(), expiry <= now);
                    picture.noteExpiry(expiry);
                });
            }
        }

        /**
         * Reads one word of every entry, found through the hash index. A walk waits for memory at every entry, because
         * the index is in no order of memory; these reads depend on nothing, so the processor does many at once, and
         * the walk that follows finds its entries in the cache. Three times faster, and nothing relies on it.
         */
        private long touchAll(RandomDataInput segmentBytes) {
            int slotBytes = layout.hashSlotBytes();
            long index = (long) layout.hashSlots() * slotBytes;
            long sum = 0;
            for (long at = 0; at < index; at += slotBytes) {
                long slot = slotBytes == Integer.BYTES
                        ? Integer.toUnsignedLong(segmentBytes.readInt(at))
                        : segmentBytes.readLong(at);
                int chunk = layout.chunkOfSlot(slot);
                if (slot != 0 && chunk < layout.chunks()) {
                    sum += segmentBytes.readByte(layout.chunksOffset() + (long) chunk * layout.chunkBytes());
                }
            }
            return sum;
        }

        void apply(int segment) {
            decided = 0;
            for (int entry = 0; entry < picture.count(); entry++) {
                decided += picture.isEvicted(entry) || picture.isMoved(entry) ? 1 : 0;
            }
            if (decided == 0) {
                return;
            }
            try (MapSegmentContext<byte[], ValueRead, ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntryWhile(entry -> {
                    apply(segment, entry);
                    return decided > 0;
                });
            }
        }

        private void apply(int segment, MapEntry<byte[], ValueRead> mapped) {
            int entry = entryAtChunk[MappedEntry.firstChunk(layout, mapped)];
            if (picture.isEvicted(entry)) {
                decided--;
                evict(segment, entry, mapped);
            } else if (picture.isMoved(entry)) {
                decided--;
                view.at(mapped).rewriteRank(picture.rank(entry));
            }
        }

        private void evict(int segment, int entry, MapEntry<byte[], ValueRead> mapped) {
            view.at(mapped);
            if (picture.isExpired(entry)) {
                policy.removed(segment, picture.slot(entry));
                counters.expired.increment();
            } else {
                long fingerprint = Fingerprint.of(view.copyKey());
                policy.evicted(segment, picture.slot(entry), picture.rank(entry), fingerprint);
                counters.evictions.increment();
            }
            count(segment, view);
            mapped.doRemove();
        }
    }
}
