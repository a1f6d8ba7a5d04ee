package dev.terrace.cache.disk;

/**
 * The shape of one segment of the map file, and the bytes it takes on disk.
 *
 * <p>A segment lies in the file as
 *
 * <pre>
 * hash slots | 64 bytes of counters | free list, one bit a chunk | chunks
 * </pre>
 *
 * each part rounded up to a cache line of 64 bytes; the whole is made an odd number of cache lines when it would
 * otherwise put many segments into the same cache sets. The arithmetic repeats that of Chronicle Map 2026.1, which
 * offers no way to ask for it without making a file; a test compares it with real files.
 *
 * @param hashSlots slots of the hash index, a power of two of at least {@value #FEWEST_HASH_SLOTS}
 * @param chunkBytes bytes per chunk, the unit in which entries take room
 * @param chunks chunks per segment
 */
record SegmentLayout(int hashSlots, int chunkBytes, int chunks) {

    /** Below this the library's own statistics would double the index, and the predicted length be wrong. */
    static final int FEWEST_HASH_SLOTS = 256;

    private static final int CACHE_LINE = 64;
    private static final int COUNTERS_BYTES = 64;
    private static final int CONTENDED_ALIGNMENT = 2048;
    private static final double FULLEST_HASH_INDEX = 0.8;

    SegmentLayout {
        if (hashSlots < FEWEST_HASH_SLOTS || Integer.bitCount(hashSlots) != 1) {
            throw new IllegalArgumentException("hashSlots must be a power of two of at least " + FEWEST_HASH_SLOTS
                    + " but was " + hashSlots + "; round it up");
        }
        if (chunkBytes < 8) {
            throw new IllegalArgumentException("chunkBytes must be at least 8 but was " + chunkBytes);
        }
        if (chunks < hashSlots / 2) {
            throw new IllegalArgumentException("chunks must be at least half of the " + hashSlots
                    + " hash slots but was " + chunks + "; use larger segments or fewer slots");
        }
    }

    /** Returns the number for the library's {@code entriesPerSegment}; it makes exactly {@link #hashSlots} slots of it. */
    int entriesSetting() {
        return hashSlots / 2;
    }

    /** Returns how many entries a segment can hold at most, whatever their size. */
    int mostEntries() {
        return (int) (hashSlots * FULLEST_HASH_INDEX);
    }

    /** Returns the offset of the first chunk from the start of the segment. */
    long chunksOffset() {
        return alignToLine((long) hashSlots * hashSlotBytes()) + COUNTERS_BYTES + alignToLine((chunks + 63L) / 64 * 8);
    }

    /** Returns the length of the segment in the file when there are {@code segments} of them. */
    long bytes(int segments) {
        long bytes = chunksOffset() + alignToLine((long) chunks * chunkBytes);
        long everyNthMeets = Math.max(1, CONTENDED_ALIGNMENT >> Math.min(31, Long.numberOfTrailingZeros(bytes)));
        return everyNthMeets < segments ? bytes | CACHE_LINE : bytes;
    }

    /** Returns the bytes of one hash slot, 4 or 8. */
    int hashSlotBytes() {
        return keyBits() + valueBits() <= Integer.SIZE ? Integer.BYTES : Long.BYTES;
    }

    /** Returns the number of the first chunk that a hash slot in use points at. */
    int chunkOfSlot(long slot) {
        return (int) ((slot >>> keyBits()) & ((1L << valueBits()) - 1));
    }

    private int valueBits() {
        return Long.SIZE - Long.numberOfLeadingZeros(chunks - 1L);
    }

    /** The hash bits kept in a slot: enough to tell most keys apart, and all that fill up whole bytes. */
    private int keyBits() {
        int fewest = Long.SIZE - Long.numberOfLeadingZeros(entriesSetting() - 1L) + 3;
        return ((fewest + valueBits() + 7) & -8) - valueBits();
    }

    private static long alignToLine(long bytes) {
        return (bytes + CACHE_LINE - 1) & -CACHE_LINE;
    }
}
