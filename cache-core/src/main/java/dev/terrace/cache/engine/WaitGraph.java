package dev.terrace.cache.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who waits for which load, so that a load that would wait for itself, directly or through other
 * threads, fails instead of hanging. Its lock is taken only by a thread that is about to wait anyway.
 */
final class WaitGraph {

    private final Map<Thread, Flight<?>> waiting = new HashMap<>();
    private final Set<Thread> loading = ConcurrentHashMap.newKeySet();

    /** Runs a load on the current thread, which {@link #isLoading} meanwhile. */
    void load(Runnable work) {
        boolean outermost = loading.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            if (outermost) {
                loading.remove(Thread.currentThread());
            }
        }
    }

    /**
     * Returns true if the current thread is inside a load. What such a thread needs it loads itself: if it
     * waited for another thread of a bounded pool, all of them could come to wait.
     */
    boolean isLoading() {
        return loading.contains(Thread.currentThread());
    }

    /**
     * Notes that the current thread is about to wait for a flight.
     *
     * @return false if that flight, directly or through others, waits for this thread
     */
    synchronized boolean enter(Flight<?> flight) {
        Thread self = Thread.currentThread();
        Flight<?> next = flight;
        while (next != null) {
            Thread owner = next.owner();
            if (owner == self) {
                return false;
            }
            next = owner == null ? null : waiting.get(owner);
        }
        waiting.put(self, flight);
        return true;
    }

    /** The current thread waits no more. */
    synchronized void leave() {
        waiting.remove(Thread.currentThread());
    }

    /** Returns how many threads wait. */
    synchronized int size() {
        return waiting.size();
    }
}
