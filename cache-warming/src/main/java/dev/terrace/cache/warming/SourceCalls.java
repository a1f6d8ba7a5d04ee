package dev.terrace.cache.warming;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/**
 * The calls of sources that one run has under way, each on a thread of its own, so that one that hangs can be given up.
 * Safe for use by many threads.
 */
final class SourceCalls {

    private final TimeSource time;
    private final Executor threads;
    private final Set<FutureTask<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    SourceCalls(TimeSource time, Executor threads) {
        this.time = time;
        this.threads = threads;
    }

    /**
     * Calls a source and waits for it.
     *
     * @throws TimeoutException if it takes too long; its thread is interrupted and its result forgotten
     * @throws CancellationException if the run ends first
     * @throws Exception what the source throws
     */
    <T> T call(Callable<T> source, Duration timeout) throws Exception {
        FutureTask<T> task = new FutureTask<>(source);
        underWay.add(task);
        TimeSource.Scheduled limit = time.after(timeout, () -> task.cancel(true));
        try {
            if (ended) {
                throw new CancellationException("the run has ended");
            }
            threads.execute(task);
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (CancellationException e) {
            if (ended) {
                throw e;
            }
            throw new TimeoutException("the source took longer than " + timeout);
        } finally {
            limit.cancel();
            underWay.remove(task);
        }
    }

    /** Waits, unless the run ends first. */
    void pause(Duration delay) throws InterruptedException {
        if (delay.isZero() || ended) {
            return;
        }
        FutureTask<Boolean> wait = new FutureTask<>(() -> true);
        underWay.add(wait);
        TimeSource.Scheduled wake = time.after(delay, wait);
        try {
            if (!ended) {
                wait.get();
            }
        } catch (ExecutionException | CancellationException e) {
            // Woken early: whoever paused looks whether the run has ended.
        } finally {
            wake.cancel();
            underWay.remove(wait);
        }
    }

    /** Gives up what is under way, and refuses what comes. */
    void end() {
        ended = true;
        underWay.forEach(task -> task.cancel(true));
    }
}
