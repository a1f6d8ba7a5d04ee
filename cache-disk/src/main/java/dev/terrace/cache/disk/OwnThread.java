package dev.terrace.cache.disk;

import dev.terrace.cache.time.NamedThreads;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs one action on a thread of its own and waits for it. Opening and closing a mapped file fails half-way when the
 * caller's thread is interrupted, so neither may run on it. An interrupt that comes while waiting is kept for the
 * caller.
 */
final class OwnThread {

    private OwnThread() {}

    /** Returns the action's result; what it throws is thrown again, checked exceptions only as {@link IOException}. */
    static <T> T call(String name, Callable<T> action) throws IOException {
        FutureTask<T> task = new FutureTask<>(action);
        NamedThreads.daemon(name).newThread(task).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            throw rethrow(failure.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrow(@Nullable Throwable cause) throws IOException {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
