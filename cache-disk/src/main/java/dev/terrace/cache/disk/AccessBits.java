package dev.terrace.cache.disk;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Two bits on the heap for every entry: free, or present with 0, 1 or at least 2 reads since they were last looked at.
 *
 * <p>The bits stand in slots, a fixed number a segment, and an entry carries the number of its slot in the file, so no
 * two entries share one while there are enough. When a segment has more entries than slots, some share, which makes
 * the policy a little less exact and nothing else.
 *
 * <p>Threads: reads of entries touch slots under a shared lock, so every change is one compare-and-set; a touch that
 * loses the race is dropped. Slots are taken and released under the segment's update lock.
 */
final class AccessBits {

    private static final int SLOTS_PER_WORD = 16;
    private static final int LOW_BITS = 0x55555555;
    private static final int MOST_SLOTS = 1 << 16;

    private final AtomicIntegerArray words;
    private final int wordsPerSegment;

    AccessBits(int segments, int slotsPerSegment) {
        wordsPerSegment = Math.max(1, Math.min(MOST_SLOTS, slotsPerSegment) / SLOTS_PER_WORD);
        words = new AtomicIntegerArray(Math.multiplyExact(segments, wordsPerSegment));
    }

    /** Returns a free slot of the segment, now taken; the search begins at a place that {@code seed} chooses. */
    int take(int segment, int seed) {
        int base = segment * wordsPerSegment;
        int first = Integer.remainderUnsigned(seed, wordsPerSegment);
        for (int step = 0; step < wordsPerSegment; step++) {
            int word = first + step < wordsPerSegment ? first + step : first + step - wordsPerSegment;
            int bits = words.getPlain(base + word);
            int free = ~(bits | bits >>> 1) & LOW_BITS;
            if (free != 0) {
                int slot = word * SLOTS_PER_WORD + Integer.numberOfTrailingZeros(free) / 2;
                write(segment, slot, 1);
                return slot;
            }
        }
        return first * SLOTS_PER_WORD + (seed >>> 28);
    }

    /** Counts one read of the entry in this slot; costs one plain read once the count is full. */
    void touch(int segment, int slot) {
        int word = word(segment, slot);
        int shift = shift(slot);
        int bits = words.getPlain(word);
        int value = bits >>> shift & 3;
        if (value < 3) {
            int next = Math.max(2, value + 1);
            words.weakCompareAndSetPlain(word, bits, (bits & ~(3 << shift)) | (next << shift));
        }
    }

    /** Returns the reads counted since the slot was taken or cooled: 0, 1 or 2. */
    int heat(int segment, int slot) {
        return Math.max(0, (words.getPlain(word(segment, slot)) >>> shift(slot) & 3) - 1);
    }

    /** Sets the count of a taken slot: 0, 1 or 2. */
    void heat(int segment, int slot, int heat) {
        write(segment, slot, heat + 1);
    }

    void release(int segment, int slot) {
        write(segment, slot, 0);
    }

    /** Returns the bytes of heap these bits take. */
    long heapBytes() {
        return 4L * words.length();
    }

    private void write(int segment, int slot, int value) {
        int word = word(segment, slot);
        int shift = shift(slot);
        words.getAndUpdate(word, bits -> (bits & ~(3 << shift)) | (value << shift));
    }

    private int word(int segment, int slot) {
        return segment * wordsPerSegment + Integer.remainderUnsigned(slot / SLOTS_PER_WORD, wordsPerSegment);
    }

    private static int shift(int slot) {
        return slot % SLOTS_PER_WORD * 2;
    }
}
