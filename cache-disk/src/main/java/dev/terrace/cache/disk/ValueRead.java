package dev.terrace.cache.disk;

import java.util.function.Predicate;
import net.openhft.chronicle.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One read of one entry: the library leads it to the value under the segment's lock, and it takes a copy if it is wanted.
 * One of the companions of {@link DiskFile} that know the library.
 */
final class ValueRead {

    private final SegmentLayout layout;
    private final Predicate<? super ValueView> wanted;
    private final Touch touch;
    private @Nullable StoredEntry copy;
    private int check;

    /**
     * Prepares a read.
     *
     * @param wanted asked under the lock
     * @param touch told under the lock that the entry was wanted
     */
    ValueRead(SegmentLayout layout, Predicate<? super ValueView> wanted, Touch touch) {
        this.layout = layout;
        this.wanted = wanted;
        this.touch = touch;
    }

    /**
     * Looks at the value that begins at the read position.
     *
     * @param segment the bytes of the whole segment
     * @throws DamagedFileException when that cannot be the length of an entry
     */
    void at(Bytes<?> segment, long size) {
        MappedEntry view = new MappedEntry(layout).at(segment, segment.readPosition(), size);
        if (!wanted.test(view)) {
            return;
        }
        check = view.check();
        byte[] value = new byte[view.valueLength()];
        segment.readSkip(Envelope.BYTES);
        segment.read(value); // several times faster than a copy from an offset
        copy = new StoredEntry(value, view.expiresAt(), view.position(), view.stamp(), view.isAside());
        touch.read(segment.addressForRead(0), view.slot());
    }

    /** Returns the copy, not yet compared with {@link #check()}; null when there is no entry or it is not wanted. */
    @Nullable
    StoredEntry copy() {
        return copy;
    }

    int check() {
        return check;
    }

    /** Counts a read of an entry. */
    interface Touch {

        /**
         * Counts a read.
         *
         * @param segmentAddress where the segment of the entry begins in this process's memory
         * @param slot of the entry's access bits
         */
        void read(long segmentAddress, int slot);
    }
}
