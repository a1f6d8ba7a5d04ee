package dev.terrace.cache.disk;

import java.util.Arrays;

/**
 * What a sweep knows about the entries of one segment, and what the policy decided about each. Filled and read under
 * the segment's lock by one thread.
 */
final class SegmentPicture {

    private static final int FIRST_ROOM = 256;

    private int count;
    private int[] starts = new int[FIRST_ROOM];
    private int[] sizes = new int[FIRST_ROOM];
    private int[] ranks = new int[FIRST_ROOM];
    private int[] slots = new int[FIRST_ROOM];
    private long[] expiries = new long[FIRST_ROOM];
    private boolean[] expired = new boolean[FIRST_ROOM];
    private boolean[] evicted = new boolean[FIRST_ROOM];
    private boolean[] moved = new boolean[FIRST_ROOM];

    /** Notes one entry: its first chunk, its length in chunks, its place in the eviction order, its access-bit slot. */
    void add(int start, int size, int rank, int slot, boolean hasExpired) {
        if (count == starts.length) {
            grow();
        }
        starts[count] = start;
        sizes[count] = size;
        ranks[count] = rank;
        slots[count] = slot;
        expired[count] = hasExpired;
        count++;
    }

    /** Notes when the entry that was added last dies. */
    void noteExpiry(long expiry) {
        expiries[count - 1] = expiry;
    }

    /** Returns when the entry dies, if that was noted. */
    long expiry(int entry) {
        return expiries[entry];
    }

    void clear() {
        Arrays.fill(evicted, 0, count, false);
        Arrays.fill(moved, 0, count, false);
        count = 0;
    }

    int count() {
        return count;
    }

    int start(int entry) {
        return starts[entry];
    }

    /** Returns the length of the entry in chunks. */
    int size(int entry) {
        return sizes[entry];
    }

    int rank(int entry) {
        return ranks[entry];
    }

    int slot(int entry) {
        return slots[entry];
    }

    boolean isExpired(int entry) {
        return expired[entry];
    }

    /** Decides that the entry stays, at another place in the order. */
    void move(int entry, int newRank) {
        ranks[entry] = newRank;
        moved[entry] = true;
    }

    boolean isMoved(int entry) {
        return moved[entry];
    }

    /** Decides that the entry goes. */
    void evict(int entry) {
        evicted[entry] = true;
    }

    boolean isEvicted(int entry) {
        return evicted[entry];
    }

    private void grow() {
        int room = count * 2;
        starts = Arrays.copyOf(starts, room);
        sizes = Arrays.copyOf(sizes, room);
        ranks = Arrays.copyOf(ranks, room);
        slots = Arrays.copyOf(slots, room);
        expiries = Arrays.copyOf(expiries, room);
        expired = Arrays.copyOf(expired, room);
        evicted = Arrays.copyOf(evicted, room);
        moved = Arrays.copyOf(moved, room);
    }
}
