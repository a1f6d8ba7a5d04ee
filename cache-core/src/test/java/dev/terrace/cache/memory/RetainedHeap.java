package dev.terrace.cache.memory;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures what the JVM really retains: heap in use after collections, with an object and without it. */
final class RetainedHeap {
    private static final int MOST_COLLECTIONS = 12;
    private static final long NOISE = 32 * 1024;

    private RetainedHeap() {}

    /** Returns the bytes that the supplied object keeps alive; only worth believing from a megabyte up. */
    static long of(Supplier<?> creation) {
        // The first creation loads classes and fills lazy tables that would be counted otherwise.
        @Nullable Object held = creation.get();
        try {
            held = null;
            long before = used();
            held = creation.get();
            return used() - before;
        } finally {
            Reference.reachabilityFence(held);
        }
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
