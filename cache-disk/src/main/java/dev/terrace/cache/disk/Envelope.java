package dev.terrace.cache.disk;

import java.util.zip.CRC32C;

/**
 * The 32 bytes that the disk tier puts before every value in the map file, little-endian.
 *
 * <pre>
 *  0  check    CRC32C over the value and then its key, mixed with position, stamp and expiry
 *  4  rank     place in the eviction order; rewritten in place, not checked: a wrong one costs a hit, no more
 *  8  stamp    the epoch in which the entry was last known to be right; rewritten in place together with check
 * 16  expiry   milliseconds since 1970 in the low 47 bits (the largest number means never); bit 47 says that
 *              the value lies in a side file and a pointer to it here; in the high 16 bits the slot of the
 *              entry's access bits, not checked
 * 24  position the local position of the write
 * 32  the value
 * </pre>
 *
 * <p>The key is part of the check so that bytes of another entry are refused. Position, stamp and expiry go in by exclusive-or
 * of a mixed word, so that a new stamp needs the old check and not the value; a kill between the two writes makes the
 * check wrong and costs the entry.
 */
final class Envelope {

    static final int CHECK = 0;
    static final int RANK = 4;
    static final int STAMP = 8;
    static final int EXPIRY = 16;
    static final int POSITION = 24;
    static final int BYTES = 32;

    /** The expiry of an entry that has none. */
    static final long NEVER = (1L << 47) - 1;

    private static final long ASIDE = 1L << 47;
    private static final int SLOT_SHIFT = 48;

    private Envelope() {}

    static int check(byte[] key, StoredEntry entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry.value(), 0, entry.value().length);
        crc.update(key, 0, key.length);
        return (int) crc.getValue() ^ mix(entry.stamp()) ^ mix(~expiryWord(entry, 0)) ^ mixPosition(entry.position());
    }

    /** Returns the check of the same entry under another stamp. */
    static int restamp(int check, long oldStamp, long newStamp) {
        return check ^ mix(oldStamp) ^ mix(newStamp);
    }

    static long expiry(long expiryWord) {
        return expiryWord & NEVER;
    }

    static boolean isAside(long expiryWord) {
        return (expiryWord & ASIDE) != 0;
    }

    static int slot(long expiryWord) {
        return (int) (expiryWord >>> SLOT_SHIFT);
    }

    static long expiryWord(StoredEntry entry, int slot) {
        return entry.expiresAt() | (entry.aside() ? ASIDE : 0) | ((long) slot << SLOT_SHIFT);
    }

    /** Mixed twice, so that a position equal to the stamp does not cancel it. */
    private static int mixPosition(long position) {
        return (int) Fingerprint.mix(Fingerprint.mix(position));
    }

    private static int mix(long word) {
        return (int) (Fingerprint.mix(word) >>> 32);
    }
}
