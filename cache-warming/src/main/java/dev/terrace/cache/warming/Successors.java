package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Keys that usually follow on what was read since the last look; at most a thousand a region. Safe for many threads. */
final class Successors {

    private static final int MOST = 1000;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, Set<String>> keys = new LinkedHashMap<>();

    void offer(String region, String key) {
        lock.lock();
        try {
            Set<String> waiting = keys.computeIfAbsent(region, name -> new LinkedHashSet<>());
            if (waiting.size() < MOST) {
                waiting.add(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the keys of a region and forgets them. */
    List<String> take(String region) {
        lock.lock();
        try {
            Set<String> taken = keys.remove(region);
            return taken == null ? List.of() : List.copyOf(taken);
        } finally {
            lock.unlock();
        }
    }
}
