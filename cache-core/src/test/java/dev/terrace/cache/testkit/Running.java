package dev.terrace.cache.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own, started by {@link ConcurrentRun#start}.
 *
 * @param <T> what the call returns
 */
public final class Running<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    Running(Callable<T> call, String name) {
        task = new FutureTask<>(call);
        thread = new Thread(task, name);
        thread.setDaemon(true);
    }

    Running<T> begin() {
        thread.start();
        return this;
    }

    /** Returns the thread, to interrupt it or to look at its state. */
    public Thread thread() {
        return thread;
    }

    /** Returns true once the call has returned or thrown. */
    public boolean isDone() {
        return task.isDone();
    }

    /**
     * Waits until the call has ended or its thread waits for somebody: what it was to do first is then done.
     *
     * @throws AssertionError if neither comes in time
     */
    public void awaitDoneOrWaiting() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Deadline.SECONDS);
        while (!isDone() && !isWaiting()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(thread.getName() + " neither ended nor waits\n" + Deadline.threadDump());
            }
            Thread.onSpinWait();
        }
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /**
     * Waits for the call and returns what it returned.
     *
     * @throws AssertionError if it threw (the cause) or does not end in time (the message says where every thread
     *     stands)
     */
    public T result() {
        try {
            return task.get(Deadline.SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(thread.getName() + " threw " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw stuck(e);
        }
    }

    /**
     * Waits for the call and returns what it threw; null if it returned.
     *
     * @throws AssertionError if it does not end in time
     */
    public @Nullable Throwable failure() {
        try {
            task.get(Deadline.SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw stuck(e);
        }
    }

    private AssertionError stuck(Exception cause) {
        String message = thread.getName() + " did not end within " + Deadline.SECONDS + " s\n" + Deadline.threadDump();
        thread.interrupt();
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new AssertionError(message, cause);
    }
}
