package dev.terrace.cache.benchmarks.hitratio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** The policies to compare with; each entry takes one place. Every method returns a hit ratio in per cent. */
final class Policies {

    private Policies() {}

    static double lru(Reads reads, int room) {
        return inOrder(reads, room, true);
    }

    static double fifo(Reads reads, int room) {
        return inOrder(reads, room, false);
    }

    private static double inOrder(Reads reads, int room, boolean ofAccess) {
        Map<Integer, Boolean> held = new LinkedHashMap<>(16, 0.75f, ofAccess) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > room;
            }
        };
        return replay(reads, key -> held.get(key) != null || held.put(key, true) != null);
    }

    static double s3Fifo(Reads reads, int room) {
        return replay(reads, new S3Fifo(room));
    }

    /** Caffeine with its upkeep on the calling thread, so that a replay is the same each time. */
    static double caffeine(Reads reads, int room) {
        Cache<Integer, Boolean> cache =
                Caffeine.newBuilder().maximumSize(room).executor(Runnable::run).build();
        return replay(reads, key -> {
            if (cache.getIfPresent(key) != null) {
                return true;
            }
            cache.put(key, true);
            return false;
        });
    }

    static double replay(Reads reads, IntPredicate access) {
        int hits = 0;
        for (int key : reads.keys()) {
            hits += access.test(key) ? 1 : 0;
        }
        return 100.0 * hits / Math.max(1, reads.keys().length);
    }

    /**
     * The optimum of Belady, which knows the future: it gives up the key whose next read is farthest away (1966, "A study
     * of replacement algorithms for a virtual-storage computer").
     */
    static double belady(Reads reads, int room) {
        int[] keys = reads.keys();
        long[] nextRead = nextReads(reads);
        long[] heldUntil = new long[reads.unique()];
        Arrays.fill(heldUntil, -1);
        // Ordered by next read; the position makes keys without one different from each other.
        TreeSet<Long> held = new TreeSet<>();
        int[] keyAt = new int[2 * keys.length];
        int hits = 0;
        for (int at = 0; at < keys.length; at++) {
            int key = keys[at];
            if (heldUntil[key] >= 0) {
                hits++;
                held.remove(heldUntil[key]);
            } else if (held.size() == room) {
                heldUntil[keyAt[(int) (long) held.pollLast()]] = -1;
            }
            heldUntil[key] = nextRead[at];
            keyAt[(int) nextRead[at]] = key;
            held.add(nextRead[at]);
        }
        return 100.0 * hits / Math.max(1, keys.length);
    }

    /** For each read the position of the next one of its key, or a number of its own beyond the end. */
    private static long[] nextReads(Reads reads) {
        int[] keys = reads.keys();
        long[] next = new long[keys.length];
        int[] last = new int[reads.unique()];
        Arrays.fill(last, -1);
        for (int at = keys.length - 1; at >= 0; at--) {
            next[at] = last[keys[at]] < 0 ? (long) keys.length + at : last[keys[at]];
            last[keys[at]] = at;
        }
        return next;
    }
}
