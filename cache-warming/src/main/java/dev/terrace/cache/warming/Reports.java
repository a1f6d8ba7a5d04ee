package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last reports, newest first. Safe for use by many threads. */
final class Reports {

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Deque<WarmingReport> reports = new ArrayDeque<>();

    Reports(int most) {
        this.most = most;
    }

    void add(WarmingReport report) {
        lock.lock();
        try {
            reports.addFirst(report);
            if (reports.size() > most) {
                reports.removeLast();
            }
        } finally {
            lock.unlock();
        }
    }

    List<WarmingReport> all() {
        lock.lock();
        try {
            return new ArrayList<>(reports);
        } finally {
            lock.unlock();
        }
    }
}
