package dev.terrace.cache.benchmarks;

import dev.terrace.cache.CacheManager;

/** What heap does a manager with 1,000 regions take, each with one entry? */
final class RegionCost {

    private static final int REGIONS = 1000;

    private RegionCost() {}

    /** Returns the bytes that stay after garbage collection. */
    static long bytes() {
        // Loads the classes, which are not what is asked for.
        try (CacheManager one = CacheManager.builder().build()) {
            use(one, 1);
        }
        long before = UsedHeap.bytes();
        try (CacheManager manager = CacheManager.builder().build()) {
            use(manager, REGIONS);
            return UsedHeap.bytes() - before;
        }
    }

    private static void use(CacheManager manager, int regions) {
        for (int i = 0; i < regions; i++) {
            manager.cache("region-" + i, String.class).set("key", "value");
        }
    }
}
