package dev.terrace.cache.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An executor that keeps its tasks until the test runs them, on the test's own thread. Safe for use by many threads. */
final class TaskQueue implements Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean refuses;

    @Override
    public synchronized void execute(Runnable task) {
        if (refuses) {
            throw new RejectedExecutionException("refused, as the test asked");
        }
        tasks.add(task);
    }

    /** Makes it refuse work, or take it again. */
    synchronized void refuse(boolean value) {
        refuses = value;
    }

    /** Returns how many tasks wait. */
    synchronized int size() {
        return tasks.size();
    }

    /** Runs all tasks, those that tasks hand in too, and returns how many. */
    int runAll() {
        int run = 0;
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
            run++;
        }
        return run;
    }

    private synchronized Runnable next() {
        return tasks.poll();
    }
}
