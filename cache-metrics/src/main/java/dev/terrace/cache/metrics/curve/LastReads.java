package dev.terrace.cache.metrics.curve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * When each key was read last, as places in a row: a read takes the next place and frees the key's old one. The Fenwick
 * tree {@code used} counts the places in use, so the number of keys read since a place is a difference of two sums. When
 * the row is full, the places in use are moved together.
 */
final class LastReads {

    private static final int SMALLEST = 64;

    private final Map<Integer, Integer> placeOf = new HashMap<>();
    private int[] keyAt = new int[SMALLEST];
    private boolean[] isUsed = new boolean[SMALLEST];
    private int[] used = new int[SMALLEST + 1];
    private int next;

    int size() {
        return placeOf.size();
    }

    /** Returns how many distinct keys were read since this one was; -1 if it is new. */
    int read(int key) {
        if (next == keyAt.length) {
            moveTogether();
        }
        Integer before = placeOf.put(key, next);
        int distance = -1;
        if (before != null) {
            distance = placeOf.size() - upTo(before);
            mark(before, false);
        }
        keyAt[next] = key;
        mark(next, true);
        next++;
        return distance;
    }

    void removeIf(IntPredicate doomed) {
        placeOf.entrySet().removeIf(entry -> {
            boolean goes = doomed.test(entry.getKey());
            if (goes) {
                mark(entry.getValue(), false);
            }
            return goes;
        });
    }

    private void mark(int place, boolean use) {
        isUsed[place] = use;
        for (int i = place + 1; i < used.length; i += i & -i) {
            used[i] += use ? 1 : -1;
        }
    }

    /** Returns how many places up to this one, inclusive, are in use. */
    private int upTo(int place) {
        int sum = 0;
        for (int i = place + 1; i > 0; i -= i & -i) {
            sum += used[i];
        }
        return sum;
    }

    private void moveTogether() {
        int[] keys = new int[placeOf.size()];
        int kept = 0;
        for (int place = 0; place < next; place++) {
            if (isUsed[place]) {
                keys[kept++] = keyAt[place];
            }
        }
        int room = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, kept)) * 4);
        keyAt = Arrays.copyOf(keys, room);
        isUsed = new boolean[room];
        used = new int[room + 1];
        for (next = 0; next < kept; next++) {
            placeOf.put(keys[next], next);
            mark(next, true);
        }
    }
}
