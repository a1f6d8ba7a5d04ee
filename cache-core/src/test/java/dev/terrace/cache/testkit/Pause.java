package dev.terrace.cache.testkit;

/**
 * A place where calls wait until the test lets them go: the way to play one interleaving step by step.
 *
 * <pre>{@code
 * Pause pause = tier.faults().pauseBefore(Operation.PUT);
 * Running<?> write = ConcurrentRun.start(() -> cache.set("a", "new"));
 * pause.awaitReached();      // the call is here, nothing is stored yet
 * cache.delete("a");
 * pause.release();
 * write.result();
 * }</pre>
 *
 * <p>Safe for use by many threads. Every wait has a limit of 30 seconds.
 */
public final class Pause implements AutoCloseable {

    private final String place;
    private int reached;
    private boolean released;

    /**
     * Makes a place to wait.
     *
     * @param place shown when nobody comes
     */
    public Pause(String place) {
        this.place = place;
    }

    /**
     * Waits here until {@link #release}; called by the thread that is to be paused.
     *
     * @throws IllegalStateException if the thread is interrupted or nobody releases it in time
     */
    public synchronized void await() {
        reached++;
        notifyAll();
        if (!Deadline.await(this, () -> released)) {
            throw new IllegalStateException("paused at " + place + " and nobody released it; call release()");
        }
    }

    /** Waits until one thread is paused here or has been. */
    public void awaitReached() {
        awaitReached(1);
    }

    /**
     * Waits until that many threads are paused here or have been.
     *
     * @throws AssertionError if they do not come in time; the message says where every thread stands
     */
    public synchronized void awaitReached(int threads) {
        if (!Deadline.await(this, () -> reached >= threads)) {
            throw new AssertionError(
                    reached + " of " + threads + " threads came to " + place + "\n" + Deadline.threadDump());
        }
    }

    /** Returns how many threads have come so far. */
    public synchronized int reached() {
        return reached;
    }

    /** Lets everybody go who waits here or comes later. */
    public synchronized void release() {
        released = true;
        notifyAll();
    }

    /** Does what {@link #release} does. */
    @Override
    public void close() {
        release();
    }
}
