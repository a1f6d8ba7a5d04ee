package dev.terrace.cache.disk;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/** Replays accesses of keys of equal weight through the policy as the tier uses it, and through two references. */
final class PolicyReplay {

    private static final int ENTRIES_PER_SEGMENT = 1024;

    private PolicyReplay() {}

    static double hitRatio(long[] accesses, int capacity) {
        Tier tier = new Tier(capacity);
        int hits = 0;
        for (long key : accesses) {
            hits += tier.access(key) ? 1 : 0;
        }
        return (double) hits / accesses.length;
    }

    static double leastRecentlyUsed(long[] accesses, int capacity) {
        return inOrder(accesses, capacity, true);
    }

    static double firstInFirstOut(long[] accesses, int capacity) {
        return inOrder(accesses, capacity, false);
    }

    private static double inOrder(long[] accesses, int capacity, boolean ofAccess) {
        Map<Long, Boolean> cache = new LinkedHashMap<>(16, 0.75f, ofAccess) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > capacity;
            }
        };
        int hits = 0;
        for (long key : accesses) {
            hits += cache.get(key) != null ? 1 : 0;
            cache.putIfAbsent(key, true);
        }
        return (double) hits / accesses.length;
    }

    /** S3-FIFO as in the paper, unbatched, with an exact list of remembered keys. */
    static double s3Fifo(long[] accesses, int capacity) {
        S3Fifo cache = new S3Fifo(capacity);
        int hits = 0;
        for (long key : accesses) {
            hits += cache.access(key) ? 1 : 0;
        }
        return (double) hits / accesses.length;
    }

    private static final class S3Fifo {
        private final int capacity;
        private final Map<Long, int[]> heat = new HashMap<>();
        private final ArrayDeque<Long> small = new ArrayDeque<>();
        private final ArrayDeque<Long> main = new ArrayDeque<>();
        private final LinkedHashSet<Long> ghosts = new LinkedHashSet<>();

        S3Fifo(int capacity) {
            this.capacity = capacity;
        }

        boolean access(long key) {
            int[] reads = heat.get(key);
            if (reads != null) {
                reads[0] = Math.min(3, reads[0] + 1);
                return true;
            }
            while (heat.size() >= capacity) {
                evict();
            }
            heat.put(key, new int[1]);
            (ghosts.remove(key) ? main : small).add(key);
            return false;
        }

        private void evict() {
            if (small.size() > capacity / 10 || main.isEmpty()) {
                long key = small.remove();
                if (heat.get(key)[0] > 1) {
                    heat.get(key)[0] = 0;
                    main.add(key);
                } else {
                    heat.remove(key);
                    ghosts.add(key);
                    if (ghosts.size() > capacity * 9 / 10) {
                        ghosts.remove(ghosts.iterator().next());
                    }
                }
                return;
            }
            long key = main.remove();
            if (heat.get(key)[0]-- > 0) {
                main.add(key);
            } else {
                heat.remove(key);
            }
        }
    }

    /** The tier without its file: segments with a fixed room, entries of one chunk. */
    static final class Tier {
        private final int segments;
        private final int room;
        private final EvictionPolicy policy;
        private final Map<Long, long[]>[] contents; // key to {rank, slot}

        @SuppressWarnings({"unchecked", "rawtypes"})
        Tier(int capacity) {
            segments = Math.max(1, Integer.highestOneBit(capacity / ENTRIES_PER_SEGMENT));
            room = capacity / segments;
            policy = new EvictionPolicy(segments, room);
            contents = new Map[segments];
            for (int segment = 0; segment < segments; segment++) {
                contents[segment] = new LinkedHashMap<>();
            }
        }

        boolean access(long key) {
            long fingerprint = Fingerprint.mix(key);
            int segment = (int) (fingerprint >>> 40) & segments - 1;
            long[] entry = contents[segment].get(key);
            if (entry != null) {
                policy.touched(segment, (int) entry[1]);
                return true;
            }
            if (contents[segment].size() >= room) {
                sweep(segment);
            }
            int rank = policy.admit(segment, fingerprint);
            contents[segment].put(key, new long[] {rank, policy.takeSlot(segment, rank)});
            return false;
        }

        private void sweep(int segment) {
            SegmentPicture picture = new SegmentPicture();
            int at = 0;
            for (long[] entry : contents[segment].values()) {
                picture.add(at++, 1, (int) entry[0], (int) entry[1], false);
            }
            policy.choose(segment, picture, room, EvictionPolicy.batch(room));
            int[] next = new int[1];
            contents[segment].entrySet().removeIf(entry -> {
                int index = next[0]++;
                entry.getValue()[0] = picture.rank(index);
                if (picture.isEvicted(index)) {
                    policy.evicted(segment, picture.slot(index), picture.rank(index), Fingerprint.mix(entry.getKey()));
                }
                return picture.isEvicted(index);
            });
        }

        EvictionPolicy policy() {
            return policy;
        }
    }
}
