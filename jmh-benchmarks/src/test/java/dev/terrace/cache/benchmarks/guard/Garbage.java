package dev.terrace.cache.benchmarks.guard;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what an operation leaves for the collector, by the JVM's own count for the calling thread. */
final class Garbage {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int OPERATIONS = 10_000;
    private static final int ROUNDS = 300;

    private Garbage() {}

    /**
     * Returns the fewest bytes for each operation that any round of 10,000 has left. What the compiler proves away is
     * left until it has run, so rounds go on until the expectation is met, or until 3 million operations have not met it.
     */
    static long ofEach(long expected, Runnable operation) {
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > expected; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
            fewest = Math.min(fewest, (THREADS.getCurrentThreadAllocatedBytes() - before) / OPERATIONS);
        }
        return fewest;
    }

    /** Returns what an array of bytes takes on the heap. */
    static long arrayBytes(int length) {
        return (16L + length + 7) / 8 * 8;
    }
}
