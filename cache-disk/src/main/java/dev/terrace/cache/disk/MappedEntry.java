package dev.terrace.cache.disk;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/** A view of one entry of the map file; one of the companions of {@link DiskFile} that know the library. */
final class MappedEntry implements EntryView {

    private final SegmentLayout layout;
    private @Nullable MapEntry<byte[], ValueRead> entry;
    private @Nullable RandomDataInput bytes;
    private long valueOffset;
    private int storedLength;

    MappedEntry(SegmentLayout layout) {
        this.layout = layout;
    }

    /**
     * Points this view at another entry.
     *
     * @throws DamagedFileException when the lengths written there cannot be those of an entry
     */
    MappedEntry at(MapEntry<byte[], ValueRead> next) {
        Data<byte[]> key = next.key();
        requireWithin(key.offset() + key.size(), end()); // before the value's length is read from behind the key
        Data<ValueRead> value = next.value();
        entry = next;
        return value(value.bytes(), value.offset(), value.size());
    }

    /**
     * Points this view at a value alone; the methods that need the key or the place of the entry do not work then.
     *
     * @throws DamagedFileException when the length cannot be that of an entry
     */
    MappedEntry at(RandomDataInput segment, long offset, long size) {
        entry = null;
        return value(segment, offset, size);
    }

    private MappedEntry value(RandomDataInput segment, long offset, long size) {
        if (size < Envelope.BYTES) {
            throw new DamagedFileException("an entry of " + size + " bytes has no envelope");
        }
        requireWithin(offset + size, end());
        bytes = segment;
        valueOffset = offset;
        storedLength = (int) size;
        return this;
    }

    /** Returns the number of an entry's first chunk. */
    static int firstChunk(SegmentLayout layout, MapEntry<byte[], ValueRead> entry) {
        return (int) ((entry.key().offset() - 1 - layout.chunksOffset()) / layout.chunkBytes());
    }

    @Override
    public long expiresAt() {
        return Envelope.expiry(expiryWord());
    }

    @Override
    public long position() {
        return bytes().readLong(valueOffset + Envelope.POSITION);
    }

    @Override
    public long stamp() {
        return bytes().readLong(valueOffset + Envelope.STAMP);
    }

    @Override
    public boolean isAside() {
        return Envelope.isAside(expiryWord());
    }

    @Override
    public int valueLength() {
        return storedLength - Envelope.BYTES;
    }

    @Override
    public byte valueByte(int offset) {
        return bytes().readByte(value(offset, Byte.BYTES));
    }

    @Override
    public int valueInt(int offset) {
        return bytes().readInt(value(offset, Integer.BYTES));
    }

    @Override
    public long valueLong(int offset) {
        return bytes().readLong(value(offset, Long.BYTES));
    }

    @Override
    public int keyLength() {
        return (int) key().size();
    }

    @Override
    public byte keyByte(int offset) {
        Data<byte[]> key = key();
        return key.bytes().readByte(key.offset() + offset);
    }

    @Override
    public byte[] copyKey() {
        Data<byte[]> key = key();
        return copy(key.bytes(), key.offset(), (int) key.size());
    }

    @Override
    public byte[] copyValue(int length) {
        return copy(bytes(), valueOffset + Envelope.BYTES, Math.min(length, valueLength()));
    }

    int check() {
        return bytes().readInt(valueOffset + Envelope.CHECK);
    }

    int rank() {
        return bytes().readInt(valueOffset + Envelope.RANK);
    }

    int slot() {
        return Envelope.slot(expiryWord());
    }

    int firstChunk() {
        return (int) ((key().offset() - 1 - layout.chunksOffset()) / layout.chunkBytes());
    }

    /** Returns how many chunks the entry takes. */
    int chunks() {
        long start = layout.chunksOffset() + (long) firstChunk() * layout.chunkBytes();
        return (int) ((valueOffset + storedLength - start + layout.chunkBytes() - 1) / layout.chunkBytes());
    }

    /** Writes a new place in the eviction order under the segment's update lock. */
    void rewriteRank(int rank) {
        writable().writeInt(valueOffset + Envelope.RANK, rank);
    }

    /** Writes a new stamp and the check that goes with it, under the segment's write lock. */
    void rewriteStamp(long stamp) {
        int check = Envelope.restamp(check(), stamp(), stamp);
        writable().writeLong(valueOffset + Envelope.STAMP, stamp);
        writable().writeInt(valueOffset + Envelope.CHECK, check);
    }

    private long expiryWord() {
        return bytes().readLong(valueOffset + Envelope.EXPIRY);
    }

    private long value(int offset, int length) {
        if (offset < 0 || offset + length > valueLength()) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + " and length " + length + " in a value of " + valueLength() + " bytes");
        }
        return valueOffset + Envelope.BYTES + offset;
    }

    private BytesStore<?, ?> writable() {
        return (BytesStore<?, ?>) bytes();
    }

    private RandomDataInput bytes() {
        if (bytes == null) {
            throw new IllegalStateException("the view points at no entry");
        }
        return bytes;
    }

    private Data<byte[]> key() {
        if (entry == null) {
            throw new IllegalStateException("the view points at no entry");
        }
        return entry.key();
    }

    private long end() {
        return layout.chunksOffset() + (long) layout.chunks() * layout.chunkBytes();
    }

    private static void requireWithin(long offset, long end) {
        if (offset < 0 || offset > end) {
            throw new DamagedFileException("an entry ends at " + offset + " in a segment of " + end + " bytes");
        }
    }

    private static byte[] copy(RandomDataInput from, long offset, int length) {
        byte[] copy = new byte[length];
        from.read(offset, copy, 0, length);
        return copy;
    }
}
