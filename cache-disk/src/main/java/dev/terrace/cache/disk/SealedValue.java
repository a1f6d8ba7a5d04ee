package dev.terrace.cache.disk;

import net.openhft.chronicle.bytes.Bytes;

/**
 * An entry in its {@link Envelope}, on its way into the map file; one of the companions of {@link DiskFile} that know the
 * library. Used by one thread.
 */
final class SealedValue implements MapValue {

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

    int size() {
        return Envelope.BYTES + entry.value().length;
    }

    /** Writes envelope and value, little-endian as the only machines are that the library runs on. */
    void writeTo(Bytes<?> out) {
        out.writeInt(check);
        out.writeInt(rank);
        out.writeLong(entry.stamp());
        out.writeLong(Envelope.expiryWord(entry, slot));
        out.writeLong(entry.position());
        out.write(entry.value());
    }
}
