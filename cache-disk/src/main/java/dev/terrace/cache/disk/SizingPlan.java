package dev.terrace.cache.disk;

import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * How a byte budget is divided: the map file with all its low-level sizes, the side files for large values, the
 * journal, saved state, and a reserve for the small files (lock, markers, state, what is kept of a damaged file).
 *
 * <p>The map's length follows from the plan alone and never changes afterwards, because the library is given every
 * size and may not grow. Segments are sized for about {@value #ENTRIES_PER_SEGMENT} average entries and at least four
 * of the largest inline entry; fewer make the segments fill unevenly, more make a sweep of one segment hold its lock
 * for too long. Their number is a power of two, and the budget is filled by stretching the segments.
 *
 * @param budgetBytes what all files together may take, {@value #SMALLEST_BUDGET} to {@value #LARGEST_BUDGET} bytes
 * @param segments number of segments, a power of two of at least 2
 * @param layout the shape of each segment
 * @param averageEntryBytes bytes one entry is expected to take in the map, key and headers included
 * @param sideBytes share of the side files; 0 when the budget is too small for any
 * @param journalBytes share of the journal
 * @param stateBytes share of the saved state of other parts
 */
record SizingPlan(
        long budgetBytes,
        int segments,
        SegmentLayout layout,
        int averageEntryBytes,
        long sideBytes,
        long journalBytes,
        long stateBytes) {

    static final long SMALLEST_BUDGET = 1L << 20;
    static final long LARGEST_BUDGET = 100L << 30;
    static final int DEFAULT_VALUE_BYTES = 1024;
    static final int DEFAULT_LARGEST_INLINE_BYTES = 72 << 10;
    static final long LARGEST_SIDE_VALUE = 64L << 20;

    /** The lock, the markers, the state, and the first 64 KiB of a damaged file with its reason. */
    static final long RESERVE_BYTES = 96 << 10;

    private static final int ENTRIES_PER_SEGMENT = 1024;
    private static final int PER_ENTRY_OVERHEAD = 120; // key, entry header, envelope and sizes
    private static final double USUAL_FILL = 0.9;
    private static final int PAGE = 4096;
    static final int FILE_HEADER_BYTES = PAGE;
    private static final int MOST_CHUNKS_OF_SHORT_SLOTS = 1 << 16;
    private static final int CHUNKS_PER_AVERAGE_ENTRY = 16;
    private static final int SMALLEST_SEGMENT_COUNT = 2;
    private static final int LARGEST_VALUE_HINT = 1 << 20;
    private static final int LARGEST_INLINE_HINT = 4 << 20;

    /**
     * Plans for values of about {@value #DEFAULT_VALUE_BYTES} bytes, keeping values up to 64 KiB in the map where the
     * budget allows.
     */
    static SizingPlan of(long budgetBytes) {
        return of(budgetBytes, DEFAULT_VALUE_BYTES, DEFAULT_LARGEST_INLINE_BYTES);
    }

    /**
     * Divides a budget.
     *
     * @param budgetBytes what all files together may take
     * @param averageValueBytes expected mean of the encoded values, 1 byte to 1 MiB; a hint; when the values are
     *     much smaller, part of the room cannot be used
     * @param largestInlineBytes entries up to this size should stay in the map, at most 4 MiB; a small budget may
     *     bring it down
     * @throws IllegalArgumentException when an argument is out of range; the message names it and the range
     */
    static SizingPlan of(long budgetBytes, int averageValueBytes, int largestInlineBytes) {
        requireWithin("maximumBytes", budgetBytes, SMALLEST_BUDGET, LARGEST_BUDGET);
        requireWithin("averageValueBytes", averageValueBytes, 1, LARGEST_VALUE_HINT);
        requireWithin("largestInlineBytes", largestInlineBytes, 1, LARGEST_INLINE_HINT);
        int averageEntry = averageValueBytes + PER_ENTRY_OVERHEAD;
        long journal = min(64L << 20, max(32L << 10, budgetBytes / 128));
        long state = min(4L << 20, max(24L << 10, budgetBytes / 256));
        long withoutSide = budgetBytes - RESERVE_BYTES - journal - state;
        long side = budgetBytes / 31; // 2 GiB have room for one of the largest
        int segments = segmentCount(withoutSide - side, averageEntry, largestInlineBytes);
        if (side < (withoutSide - side) / segments / 2) {
            side = 0; // could not hold two values of the size that needs a side file
        }
        SegmentLayout layout = layout(withoutSide - side, segments, averageEntry);
        return new SizingPlan(budgetBytes, segments, layout, averageEntry, side, journal, state);
    }

    /** Returns the exact length of the map file in bytes, whole pages. */
    long mapBytes() {
        long bytes = FILE_HEADER_BYTES + segments * (segmentHeaderBytes(segments) + layout.bytes(segments));
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }

    /** Returns the bytes of the map file that can hold entries. */
    long chunkSpaceBytes() {
        return (long) segments * layout.chunks() * layout.chunkBytes();
    }

    /** Returns the largest entry, key and headers included, that goes into the map: a quarter of a segment. */
    int largestInlineBytes() {
        return (int) min(Integer.MAX_VALUE - 16L, (long) layout.chunks() * layout.chunkBytes() / 4);
    }

    /** Returns the largest value that can be taken at all; larger ones are refused. */
    long largestValueBytes() {
        return max(largestInlineBytes(), min(LARGEST_SIDE_VALUE, sideBytes));
    }

    /** Returns how many average entries a segment holds between two sweeps. */
    int averageEntriesPerSegment() {
        long room = (long) layout.chunks() * layout.chunkBytes();
        return (int) min(layout.mostEntries(), max(1, (long) (room * USUAL_FILL) / averageEntryBytes));
    }

    /** Returns a text that differs whenever two plans make different files. */
    String fingerprint() {
        return "segments=" + segments + " slots=" + layout.hashSlots() + " chunk=" + layout.chunkBytes() + " chunks="
                + layout.chunks();
    }

    private static int segmentCount(long mapBytes, int averageEntry, int largestInline) {
        long target = max((long) ENTRIES_PER_SEGMENT * averageEntry, 4L * largestInline);
        return max(SMALLEST_SEGMENT_COUNT, Integer.highestOneBit((int) min(1 << 30, max(1, mapBytes / target))));
    }

    private static SegmentLayout layout(long mapBytes, int segments, int averageEntry) {
        long room = (mapBytes / PAGE * PAGE - FILE_HEADER_BYTES) / segments - segmentHeaderBytes(segments);
        int slots = hashSlots(room / averageEntry);
        int chunk = min(PAGE, max(8, Integer.highestOneBit(averageEntry / CHUNKS_PER_AVERAGE_ENTRY)));
        while (room / chunk > MOST_CHUNKS_OF_SHORT_SLOTS && chunk < averageEntry / 16) {
            chunk *= 2;
        }
        while (room / chunk < slots) {
            chunk /= 2;
        }
        int fits = slots / 2;
        int tooMany = (int) (room / chunk) + 1;
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) >>> 1;
            if (new SegmentLayout(slots, chunk, middle).bytes(segments) <= room) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return new SegmentLayout(slots, chunk, fits);
    }

    /** Half as many entries again as expected fit below the library's highest load: a hint may be wrong by that. */
    private static int hashSlots(long entries) {
        long wanted = max(SegmentLayout.FEWEST_HASH_SLOTS, entries * 15 / 8);
        long floor = Long.highestOneBit(wanted);
        return (int) (wanted == floor ? floor : floor * 2);
    }

    /** Repeats the library: segments share few cache lines while there are few of them. */
    private static int segmentHeaderBytes(int segments) {
        if (segments * 192L < 2 * PAGE) {
            return 192;
        }
        if (segments * 128L < 3 * PAGE) {
            return 128;
        }
        return segments <= 16 * 1024 ? 64 : 32;
    }

    private static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be between " + least + " and " + most + " bytes but was " + value);
        }
    }
}
