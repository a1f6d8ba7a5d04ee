package dev.terrace.cache.disk;

import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.hash.AbstractData;
import org.jspecify.annotations.Nullable;

/**
 * An entry in its {@link Envelope}, in the form in which the library takes what it is to write; one of the companions of
 * {@link DiskFile} that know the library. Used by one thread.
 */
final class SealedValue extends AbstractData<ValueRead> {

    private final StoredEntry entry;
    private final int check;
    private int rank;
    private int slot;

    /** Seals an entry; its place in the eviction order is not known yet. */
    SealedValue(byte[] key, StoredEntry entry) {
        this.entry = entry;
        check = Envelope.check(key, entry);
    }

    /** Gives it a place in the eviction order. */
    void place(int newRank, int newSlot) {
        rank = newRank;
        slot = newSlot;
    }

    @Override
    public long size() {
        return (long) Envelope.BYTES + entry.value().length;
    }

    /** Writes in the byte order of the machine, which is little-endian on all that the library runs on. */
    @Override
    @SuppressWarnings("rawtypes") // as in the library's own interface
    public void writeTo(RandomDataOutput target, long offset) {
        target.writeInt(offset + Envelope.CHECK, check);
        target.writeInt(offset + Envelope.RANK, rank);
        target.writeLong(offset + Envelope.STAMP, entry.stamp());
        target.writeLong(offset + Envelope.EXPIRY, Envelope.expiryWord(entry, slot));
        target.writeLong(offset + Envelope.POSITION, entry.position());
        target.write(offset + Envelope.BYTES, entry.value(), 0, entry.value().length);
    }

    @Override
    public RandomDataInput bytes() {
        throw new UnsupportedOperationException("a sealed value is written, not read");
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public ValueRead get() {
        throw new UnsupportedOperationException("a sealed value is written, not read");
    }

    @Override
    public ValueRead getUsing(@Nullable ValueRead using) {
        return get();
    }
}
