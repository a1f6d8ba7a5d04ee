package dev.terrace.cache.memory;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Measures what the JVM really retains: heap in use after collections, with an object and without it. */
final class RetainedHeap {
    private static final int MOST_COLLECTIONS = 12;
    private static final long NOISE = 32 * 1024;

    private RetainedHeap() {}

    /** Returns the bytes that the supplied object keeps alive; only worth believing from a megabyte up. */
    static long of(Supplier<?> creation) {
        // The first creation loads classes and fills lazy tables that would be counted otherwise.
        creation.get();
        long before = used();
        Object held = creation.get();
        long after = used();
        java.lang.ref.Reference.reachabilityFence(held);
        return after - before;
    }

    /** Collects until two readings in a row agree and returns the least. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (Math.abs(least - used) < NOISE) {
                return Math.min(least, used);
            }
            least = Math.min(least, used);
        }
        return least;
    }
}
