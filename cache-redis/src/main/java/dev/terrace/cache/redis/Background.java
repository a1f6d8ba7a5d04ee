package dev.terrace.cache.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task that is run in the background: once, however often it is asked for before it begins. */
final class Background {

    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean waits = new AtomicBoolean();

    Background(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Never blocks. A busy executor drops the wish: whoever asks comes again. */
    void soon() {
        if (waits.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                waits.set(false);
            }
        }
    }

    private void run() {
        waits.set(false); // who asks from now on may have seen something newer
        task.run();
    }
}
