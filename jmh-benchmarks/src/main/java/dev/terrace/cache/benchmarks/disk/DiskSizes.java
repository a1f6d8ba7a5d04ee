package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.UsedHeap;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/** What changes with the number of entries of 100 bytes: the cost of a get, of a walk, and the heap. */
final class DiskSizes {

    private static final int SMALL = 100_000;
    private static final int VALUE_BYTES = 100;
    private static final long ROOM_PER_ENTRY = 400;
    private static final int READS = 500_000;
    private static final int ROUNDS = 7;
    private static final int FILL_STEP = 10_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DiskSizes() {}

    /**
     * What one size costs.
     *
     * @param entries how many there are
     * @param terrace processor time of a get
     * @param raw the same of a raw map
     * @param heapPerEntry what stays after a collection
     * @param counted of it, what the tier says it takes
     * @param walk processor time of a whole walk for a pattern that matches nothing
     * @param keeping processor time of the longest step of a walk that removes nothing
     * @param removing the same of one that removes everything
     */
    private record Size(
            int entries,
            double terrace,
            double raw,
            double heapPerEntry,
            double counted,
            double walk,
            long keeping,
            long removing) {}

    static void print(int large) throws IOException {
        Size few = measure(SMALL);
        Size many = measure(large);
        print(few);
        print(many);
        System.out.printf(
                Locale.ROOT,
                "get at %,d entries: %.2f times that at %,d (2.5); raw %.2f%n",
                large,
                many.terrace / few.terrace,
                SMALL,
                many.raw / few.raw);
    }

    private static void print(Size size) {
        System.out.printf(
                Locale.ROOT,
                "%,d entries of 100 bytes: get %.0f ns (raw %.0f), heap %.2f bytes an entry, %.2f counted (1),"
                        + " pattern sweep %.1f million entries/s (3), longest pause %.2f ms, removing all %.2f ms (2)%n",
                size.entries,
                size.terrace,
                size.raw,
                size.heapPerEntry,
                size.counted,
                size.entries * 1e3 / size.walk,
                size.keeping / 1e6,
                size.removing / 1e6);
    }

    private static Size measure(int entries) throws IOException {
        long budget = Math.max(16L << 20, entries * ROOM_PER_ENTRY);
        Entry entry = BareTier.foreverOf(VALUE_BYTES);
        long before = UsedHeap.bytes();
        try (ScratchFolder folder = ScratchFolder.make();
                BareTier tier = BareTier.start(folder.path().resolve("terrace"), budget, VALUE_BYTES)) {
            for (int i = 0; i < entries; i++) {
                tier.put(UniformKeys.key(i), entry);
            }
            try (RawMap raw = RawMap.at(folder.path().resolve("raw"), entries, entry.bytes().length)) {
                for (int i = 0; i < entries; i++) {
                    raw.put(UniformKeys.key(i), entry.bytes());
                }
                double[] gets = gets(tier, raw, entries);
                double walk = walk(tier);
                long keeping = longestStep(tier, Scan.Verdict.KEEP);
                fillUp(tier, entries, entry);
                double live = tier.gauge("entries.live");
                double heap = (UsedHeap.bytes() - before) / live;
                double counted = tier.gauge("heap.bytes") / live;
                long removing = longestStep(tier, Scan.Verdict.REMOVE);
                return new Size(entries, gets[0], gets[1], heap, counted, walk, keeping, removing);
            }
        }
    }

    /** Puts further keys until the tier is full and has evicted a tenth of what it held. */
    private static void fillUp(BareTier tier, int held, Entry entry) {
        for (int i = held; tier.gauge("evictions") < held / 10.0; ) {
            for (int more = i + FILL_STEP; i < more; i++) {
                tier.put(UniformKeys.key(i), entry);
            }
        }
    }

    /** Returns the processor time of a get of the tier and of the raw map, in turns. */
    private static double[] gets(BareTier tier, RawMap raw, int entries) {
        UniformKeys keys = new UniformKeys(entries);
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = cpuNanos(i -> require(tier.get(keys.at(i))));
            theirs[round] = cpuNanos(i -> require(raw.get(keys.at(i))));
        }
        return new double[] {median(ours), median(theirs)};
    }

    private static double cpuNanos(IntConsumer call) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < READS; i++) {
            call.accept(i);
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - start) / READS;
    }

    private static void require(@org.jspecify.annotations.Nullable Object found) {
        if (found == null) {
            throw new IllegalStateException("a key that was put is not there");
        }
    }

    private static double walk(BareTier tier) {
        double[] walks = new double[ROUNDS];
        Scope none = new Scope(BareTier.REGION, Glob.compile("user:*x"), null);
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            try (Scan scan = tier.tier().scan(none)) {
                while (scan.step(entry -> Scan.Verdict.REMOVE)) {
                    // the next segment
                }
            }
            walks[round] = THREADS.getCurrentThreadCpuTime() - start;
        }
        return median(walks);
    }

    /** Returns the processor time of the longest step, which is how long it keeps writes of a segment waiting. */
    private static long longestStep(BareTier tier, Scan.Verdict verdict) {
        long longest = 0;
        try (Scan scan = tier.tier().scan(Scope.region(BareTier.REGION))) {
            boolean more = true;
            while (more) {
                long start = THREADS.getCurrentThreadCpuTime();
                more = scan.step(entry -> verdict);
                longest = Math.max(longest, THREADS.getCurrentThreadCpuTime() - start);
            }
        }
        return longest;
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
