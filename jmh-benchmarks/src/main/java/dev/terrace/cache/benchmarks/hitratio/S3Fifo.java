package dev.terrace.cache.benchmarks.hitratio;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * S3-FIFO (Yang and others, SOSP 2023): new keys pass through a small queue of a tenth of the room; those read there, or
 * missed soon after they left it, enter the main queue, where a read gives another round.
 */
final class S3Fifo implements IntPredicate {

    private static final int PARTS = 10;
    private static final int MOST_READS = 3;

    private final int smallRoom;
    private final int room;
    private final ArrayDeque<Integer> small = new ArrayDeque<>();
    private final ArrayDeque<Integer> main = new ArrayDeque<>();
    private final LinkedHashSet<Integer> ghosts = new LinkedHashSet<>();
    private final Map<Integer, Integer> reads = new HashMap<>();

    S3Fifo(int room) {
        this.room = room;
        smallRoom = Math.max(1, room / PARTS);
    }

    @Override
    public boolean test(int key) {
        if (reads.computeIfPresent(key, (held, count) -> Math.min(MOST_READS, count + 1)) != null) {
            return true;
        }
        while (small.size() + main.size() >= room) {
            evict();
        }
        if (ghosts.remove(key)) {
            main.add(key);
        } else {
            small.add(key);
        }
        reads.put(key, 0);
        return false;
    }

    private void evict() {
        if (small.size() >= smallRoom || main.isEmpty()) {
            evictSmall();
        } else {
            evictMain();
        }
    }

    private void evictSmall() {
        Integer key = small.remove();
        if (reads.getOrDefault(key, 0) > 1) {
            reads.put(key, 0);
            main.add(key);
            return;
        }
        reads.remove(key);
        ghosts.add(key);
        if (ghosts.size() > room - smallRoom) {
            ghosts.remove(ghosts.iterator().next());
        }
    }

    private void evictMain() {
        Integer key = main.remove();
        int count = reads.getOrDefault(key, 0);
        if (count > 0) {
            reads.put(key, count - 1);
            main.add(key);
        } else {
            reads.remove(key);
        }
    }
}
