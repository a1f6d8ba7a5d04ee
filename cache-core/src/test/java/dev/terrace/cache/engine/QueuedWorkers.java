package dev.terrace.cache.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An executor that runs nothing until a test says so. */
final class QueuedWorkers implements Executor {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean refuses;

    @Override
    public synchronized void execute(Runnable task) {
        if (refuses) {
            throw new RejectedExecutionException("refused as the test asked");
        }
        tasks.add(task);
    }

    /** Refuses tasks from now on, or takes them again. */
    synchronized void refuse(boolean value) {
        refuses = value;
    }

    synchronized int size() {
        return tasks.size();
    }

    private synchronized @Nullable Runnable poll() {
        return tasks.poll();
    }

    /** Runs the oldest task on this thread; false if there is none. */
    boolean runNext() {
        Runnable task = poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /** Runs what waits, and what that hands in. */
    void runAll() {
        while (runNext()) {
            // one after the other
        }
    }
}
