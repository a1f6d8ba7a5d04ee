package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.MessageFormat.ListedBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the signs of life, and with them does what is to be done now and then: the body of a thread of its own. A
 * subscription that does not bring them back is ended, so that the listener makes another.
 */
final class Pulse implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    /** How often Redis is asked for generations and barriers, in heartbeats. */
    private static final int CHORES = 4;

    private final Parts parts;
    private final Intake intake;
    private final Executor executor;
    private final Semaphore now = new Semaphore(0);
    private final AtomicBoolean takingOver = new AtomicBoolean();
    private volatile long confirmedNanos;

    Pulse(Parts parts, Intake intake, Executor executor) {
        this.parts = parts;
        this.intake = intake;
        this.executor = executor;
    }

    /** A subscription was confirmed: the next heartbeat is due now. */
    void confirmed() {
        confirmedNanos = parts.time().nanos();
        parts.clock().expire();
        now.release();
    }

    /** Ends the thread soon. */
    void wake() {
        now.release();
    }

    @Override
    public void run() {
        for (int beat = 0; !parts.isClosed(); beat++) {
            if (intake.isConfirmed()) {
                quietly("heartbeat", this::beat);
                quietly("clock", parts.clock()::refresh);
                hangUpIfSilent();
                if (beat % CHORES == CHORES - 1) {
                    quietly("generations", parts.link()::rereadGenerations);
                    quietly("barriers", this::lookForOrphans);
                }
            }
            pause();
        }
    }

    private void beat() {
        parts.link().publish(parts.publisher().heartbeat(parts.time().nanos()));
    }

    private void hangUpIfSilent() {
        long silence = parts.timing().silence().toNanos();
        long age = parts.time().nanos() - confirmedNanos;
        if (age > silence
                && parts.staleness().boundNanos()
                        > silence + parts.timing().patience().toNanos()) {
            parts.link().hangUp();
        }
    }

    /** A barrier whose owner is not heard is swept by whoever comes first. */
    private void lookForOrphans() {
        long age = parts.time().nanos() - confirmedNanos;
        if (age < 2 * parts.timing().silence().toNanos()) {
            return; // not everybody who lives was heard yet
        }
        for (ListedBarrier barrier : parts.barriers().listed()) {
            if (!parts.attendance().isPresent(barrier.id().owner()) && takingOver.compareAndSet(false, true)) {
                try {
                    executor.execute(() -> takeOver(barrier));
                } catch (RejectedExecutionException e) {
                    takingOver.set(false); // closing, or short of threads: there is a next time
                }
                return;
            }
        }
    }

    private void takeOver(ListedBarrier barrier) {
        try {
            quietly("take_over", () -> {
                if (parts.barriers().takeOver(barrier, scope -> {
                    parts.link().sweep(scope, () -> !parts.isClosed());
                    return !parts.isClosed();
                })) {
                    parts.tally().takenOver.increment();
                    LOG.info(
                            "barrier_taken_over owner={} scope=\"{}\"",
                            barrier.id().owner(),
                            barrier.scope());
                }
            });
        } finally {
            takingOver.set(false);
        }
    }

    private static void quietly(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.debug("{}_failed", what, e);
        }
    }

    private void pause() {
        try {
            if (now.tryAcquire(parts.timing().heartbeat().toNanos(), TimeUnit.NANOSECONDS)) {
                now.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            parts.closed().countDown();
        }
    }
}
