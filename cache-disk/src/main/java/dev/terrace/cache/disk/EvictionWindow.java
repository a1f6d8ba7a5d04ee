package dev.terrace.cache.disk;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Finds the contiguous run of chunks in a segment that costs least to empty. Evictions here and there never make a hole
 * for a large entry; emptying one run does, and takes no more entries than it must.
 */
final class EvictionWindow {

    private final SegmentPicture picture;
    private final IntToLongFunction cost;

    EvictionWindow(SegmentPicture picture, IntToLongFunction cost) {
        this.picture = picture;
        this.cost = cost;
    }

    /**
     * Marks the entries that lie in the cheapest run of {@code wantedChunks}. A run that cannot be bettered begins
     * where an entry ends (or at chunk 0) or ends where one begins, so only the first kind and the run at the very end
     * are tried.
     */
    void choose(int segmentChunks, int wantedChunks) {
        int[] order = byStart();
        int bestFirst = 0;
        int bestEnd = order.length;
        long bestCost = Long.MAX_VALUE;
        int end = 0;
        long running = 0;
        for (int first = 0; first <= order.length; first++) {
            int from = first == 0 ? 0 : endOf(order[first - 1]);
            if (from + wantedChunks > segmentChunks) {
                break;
            }
            while (end < order.length && picture.start(order[end]) < from + wantedChunks) {
                running += cost.applyAsLong(order[end++]);
            }
            if (running < bestCost) {
                bestCost = running;
                bestFirst = first;
                bestEnd = end;
            }
            if (first < order.length) {
                running -= cost.applyAsLong(order[first]);
            }
        }
        for (int at = bestFirst; at < bestEnd; at++) {
            picture.evict(order[at]);
        }
    }

    private int endOf(int entry) {
        return picture.start(entry) + picture.size(entry);
    }

    private int[] byStart() {
        long[] words = new long[picture.count()];
        for (int entry = 0; entry < words.length; entry++) {
            words[entry] = ((long) picture.start(entry) << 32) | entry;
        }
        Arrays.sort(words);
        return Arrays.stream(words).mapToInt(word -> (int) word).toArray();
    }
}
