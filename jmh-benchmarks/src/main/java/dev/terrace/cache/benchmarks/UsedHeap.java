package dev.terrace.cache.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The heap that is in use after garbage collection. */
public final class UsedHeap {

    private static final int COLLECTIONS = 4;

    private UsedHeap() {}

    /** Collects a few times and returns the bytes that stay. */
    public static long bytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
