package dev.terrace.cache.disk;

import java.util.Arrays;

/**
 * Chooses which entries of a full segment go.
 *
 * <p>S3-FIFO (Yang, Zhang, Qiu, Yue, Vigfusson: "FIFO queues are all you need for cache eviction", SOSP 2023), one
 * instance a segment, run in batches: new entries wait in a small queue of a tenth of the room; those read there move
 * to the main queue, the others go and their key is remembered for a while, and an entry whose key is remembered enters
 * the main queue at once. The main queue gives every entry that was read another round.
 *
 * <p>The queues exist only as the <em>rank</em> in each entry's envelope (the top bit is the queue, the rest a counter
 * of the segment), so they survive a restart; a sweep sorts what it sees. On the heap are two access bits an entry, the
 * remembered keys and one counter a segment, together less than a byte an entry.
 *
 * <p>Threads: {@link #touched} from any thread; everything else under the segment's update lock.
 */
final class EvictionPolicy {

    private static final int MAIN = 1 << 31;
    private static final int COUNTER = ~MAIN;
    private static final int BATCH_SHARE = 16;
    private static final int SMALL_SHARE = 10;
    private static final double REMEMBERED_SHARE = 0.69; // more gains nothing on the traces tried, and costs heap

    private final AccessBits bits;
    private final Ghosts ghosts;
    private final int[] counters;

    /**
     * Makes the policy for a file.
     *
     * @param segments number of segments
     * @param entriesPerSegment entries a full segment holds on average
     */
    EvictionPolicy(int segments, int entriesPerSegment) {
        bits = new AccessBits(segments, entriesPerSegment);
        ghosts = new Ghosts(segments, (int) (entriesPerSegment * REMEMBERED_SHARE));
        counters = new int[segments];
    }

    /** Returns the rank of a new entry, the youngest of its queue. */
    int admit(int segment, long fingerprint) {
        return nextRank(segment, ghosts.take(segment, fingerprint));
    }

    int takeSlot(int segment, int rank) {
        return bits.take(segment, rank * 0x9E3779B1);
    }

    /** Counts one read of an entry. */
    void touched(int segment, int slot) {
        bits.touch(segment, slot);
    }

    /** Returns the reads counted of late: 0, 1 or 2. */
    int heat(int segment, int slot) {
        return bits.heat(segment, slot);
    }

    /** Forgets the access bits of an entry that was removed by a caller or has expired. */
    void removed(int segment, int slot) {
        bits.release(segment, slot);
    }

    /** Forgets the access bits of an evicted entry and remembers its key if it left the small queue. */
    void evicted(int segment, int slot, int rank, long fingerprint) {
        bits.release(segment, slot);
        if (rank >= 0) {
            ghosts.add(segment, fingerprint);
        }
    }

    /** Learns an entry that was in the file already; to be called for all of a segment before the first insert. */
    void learn(int segment, int rank, int slot) {
        int ahead = ((rank & COUNTER) + 1 - counters[segment]) & COUNTER;
        if (ahead < 1 << 30) {
            counters[segment] = ((rank & COUNTER) + 1) & COUNTER;
        }
        bits.heat(segment, slot, 0);
    }

    /** Returns how many of {@code segmentChunks} one sweep frees: fewer cost time, more cost hits and room. */
    static int batch(int segmentChunks) {
        return Math.max(1, segmentChunks / BATCH_SHARE);
    }

    /**
     * Marks entries for eviction, expired ones first, until they free {@code wantedChunks}; entries that earned another
     * round are marked as moved.
     */
    void choose(int segment, SegmentPicture picture, int segmentChunks, int wantedChunks) {
        int freed = 0;
        for (int entry = 0; entry < picture.count(); entry++) {
            if (picture.isExpired(entry)) {
                picture.evict(entry);
                freed += picture.size(entry);
            }
        }
        if (freed < wantedChunks) {
            new Round(segment, picture).run(segmentChunks / SMALL_SHARE, wantedChunks - freed);
        }
    }

    /**
     * Marks the entries of the cheapest run of chunks that makes room for one large entry: few chunks, cold and young
     * entries before hot ones.
     */
    void chooseWindow(int segment, SegmentPicture picture, int segmentChunks, int wantedChunks) {
        new EvictionWindow(picture, entry -> cost(segment, picture, entry)).choose(segmentChunks, wantedChunks);
    }

    /** Returns the bytes of heap this policy takes. */
    long heapBytes() {
        return bits.heapBytes() + ghosts.heapBytes() + 4L * counters.length;
    }

    private long cost(int segment, SegmentPicture picture, int entry) {
        if (picture.isExpired(entry)) {
            return 0;
        }
        int weight = (picture.rank(entry) < 0 ? 2 : 1) + 2 * bits.heat(segment, picture.slot(entry));
        return (long) weight * picture.size(entry);
    }

    private int nextRank(int segment, boolean main) {
        int counter = counters[segment];
        counters[segment] = (counter + 1) & COUNTER;
        return main ? counter | MAIN : counter;
    }

    /** One batch of S3-FIFO over one segment. */
    private final class Round {

        private final int segment;
        private final SegmentPicture picture;
        private final long[] small;
        private long[] main;
        private int smallCount;
        private int mainCount;
        private int smallChunks;
        private int smallNext;
        private int mainNext;

        Round(int segment, SegmentPicture picture) {
            this.segment = segment;
            this.picture = picture;
            small = new long[picture.count()];
            main = new long[picture.count()];
            for (int entry = 0; entry < picture.count(); entry++) {
                if (!picture.isEvicted(entry)) {
                    enqueue(entry);
                }
            }
            Arrays.sort(small, 0, smallCount);
            Arrays.sort(main, 0, mainCount);
        }

        void run(int smallTarget, int wantedChunks) {
            int missing = wantedChunks;
            while (missing > 0) {
                boolean fromSmall = smallNext < smallCount && (smallChunks > smallTarget || mainNext == mainCount);
                if (fromSmall) {
                    missing -= takeSmall((int) small[smallNext++]);
                } else if (mainNext < mainCount) {
                    missing -= takeMain((int) main[mainNext++]);
                } else {
                    return;
                }
            }
        }

        private int takeSmall(int entry) {
            smallChunks -= picture.size(entry);
            if (bits.heat(segment, picture.slot(entry)) == 0) {
                picture.evict(entry);
                return picture.size(entry);
            }
            toMain(entry, 0);
            return 0;
        }

        private int takeMain(int entry) {
            int heat = bits.heat(segment, picture.slot(entry));
            if (heat == 0) {
                picture.evict(entry);
                return picture.size(entry);
            }
            toMain(entry, heat - 1);
            return 0;
        }

        private void toMain(int entry, int heat) {
            bits.heat(segment, picture.slot(entry), heat);
            picture.move(entry, nextRank(segment, true));
            if (mainCount == main.length) {
                main = Arrays.copyOf(main, mainCount * 2 + 1);
            }
            main[mainCount++] = entry;
        }

        /** The upper half of the word sorts by age, oldest first; the lower half is the entry. */
        private void enqueue(int entry) {
            int rank = picture.rank(entry);
            int age = (counters[segment] - rank) & COUNTER;
            long word = ((long) (COUNTER - age) << 32) | entry;
            if (rank < 0) {
                main[mainCount++] = word;
            } else {
                small[smallCount++] = word;
                smallChunks += picture.size(entry);
            }
        }
    }
}
