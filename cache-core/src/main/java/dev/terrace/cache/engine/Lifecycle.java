package dev.terrace.cache.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a manager is open. */
final class Lifecycle {

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Returns true once closing has begun. One volatile read. */
    boolean isClosed() {
        return closed.get();
    }

    void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the cache manager is closed; keep it open as long as its caches are used");
        }
    }

    /** Begins closing; false if that was done before. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }
}
