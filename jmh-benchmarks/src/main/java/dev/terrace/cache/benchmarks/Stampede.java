package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.time.NamedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** How many loads do 64 callers cost that ask for the same missing key at once? */
final class Stampede {

    private static final int CALLERS = 64;
    private static final int KEYS = 100;

    private Stampede() {}

    /** Returns the most loads that any of 100 keys took; 1 is right. */
    static int mostLoads() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS, NamedThreads.daemon("caller"));
        try (CacheManager manager = CacheManager.builder().build()) {
            Cache<String> cache = manager.cache("user", String.class);
            int most = 0;
            for (int key = 0; key < KEYS; key++) {
                most = Math.max(most, loads(cache, "user:" + key, callers));
            }
            return most;
        } finally {
            callers.shutdownNow();
        }
    }

    private static int loads(Cache<String> cache, String key, ExecutorService callers) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> {
                start.await();
                return cache.get(key, name -> "value:" + loads.incrementAndGet());
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        return loads.get();
    }
}
