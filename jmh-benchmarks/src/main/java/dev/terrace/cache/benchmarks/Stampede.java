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
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** How many loads do 64 callers cost that ask for the same missing key at once? */
final class Stampede {

    private static final int CALLERS = 64;
    private static final int KEYS = 100;

    private Stampede() {}

    /** A read that loads by counting up. */
    interface Read {
        @Nullable
        String of(String key, IntSupplier load);
    }

    static ExecutorService callers() {
        return Executors.newFixedThreadPool(CALLERS, NamedThreads.daemon("caller"));
    }

    /** Returns the most loads that any of 100 keys took; 1 is right. */
    static int mostLoads() throws Exception {
        ExecutorService callers = callers();
        try (CacheManager manager = CacheManager.builder().build()) {
            Cache<String> cache = manager.cache("user", String.class);
            return mostLoads(callers, (key, load) -> cache.get(key, name -> "value:" + load.getAsInt()));
        } finally {
            callers.shutdownNow();
        }
    }

    static int mostLoads(ExecutorService callers, Read read) throws Exception {
        int most = 0;
        for (int key = 0; key < KEYS; key++) {
            most = Math.max(most, loads(callers, "user:" + key, read));
        }
        return most;
    }

    private static int loads(ExecutorService callers, String key, Read read) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> {
                start.await();
                return read.of(key, loads::incrementAndGet);
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        return loads.get();
    }
}
