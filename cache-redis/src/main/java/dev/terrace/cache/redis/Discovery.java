package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Asks where the servers are: one thread at a time, mostly in the background. A caller asks or waits only while nothing
 * is known at all, for no longer than the timeout, and not at all within a second of a try that failed.
 *
 * <p>The lock is held while servers are asked.
 */
final class Discovery {

    private static final Duration QUIET_AFTER_FAILURE = Duration.ofSeconds(1);

    private final TierContext context;
    private final Duration patience;
    private final BooleanSupplier question;
    private final Background background;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean failed;
    private volatile long failedNanos;

    /**
     * Makes a discovery.
     *
     * @param question asks, and returns true if it was answered
     */
    Discovery(TierContext context, Duration patience, BooleanSupplier question) {
        this.context = context;
        this.patience = patience;
        this.question = question;
        this.background = new Background(context.executor(), this::askUnlessOthersDo);
    }

    /** Asks in the background. */
    void soon() {
        background.soon();
    }

    private void askUnlessOthersDo() {
        if (asking.tryLock()) {
            askAndUnlock();
        }
    }

    /** Asks on this thread, or waits for the thread that does, unless it was in vain a moment ago. */
    void now(BooleanSupplier isKnown) {
        if (failed && context.time().nanos() - failedNanos < QUIET_AFTER_FAILURE.toNanos()) {
            return;
        }
        try {
            if (asking.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isKnown.getAsBoolean()) {
                    asking.unlock();
                } else {
                    askAndUnlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askAndUnlock() {
        try {
            boolean answered = question.getAsBoolean();
            failedNanos = context.time().nanos();
            failed = !answered;
        } finally {
            asking.unlock();
        }
    }
}
