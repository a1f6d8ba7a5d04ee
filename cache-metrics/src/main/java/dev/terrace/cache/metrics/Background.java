package dev.terrace.cache.metrics;

import dev.terrace.cache.time.NamedThreads;
import dev.terrace.cache.time.SystemTime;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clock and thread of the metrics: those that were given, else its own. */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final TimeSource time;
    private final Executor executor;
    private final @Nullable SystemTime ownTime;
    private final @Nullable ExecutorService ownThread;
    private final Map<Runnable, TimeSource.Scheduled> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Background(MetricsSettings settings) {
        TimeSource givenTime = settings.time();
        if (givenTime == null) {
            ownTime = new SystemTime();
            time = ownTime;
        } else {
            ownTime = null;
            time = givenTime;
        }
        Executor givenExecutor = settings.executor();
        if (givenExecutor == null) {
            ownThread = Executors.newSingleThreadExecutor(NamedThreads.daemon("terrace-metrics"));
            executor = ownThread;
        } else {
            ownThread = null;
            executor = givenExecutor;
        }
    }

    TimeSource time() {
        return time;
    }

    /** Runs a task again and again until this is closed; what it throws is logged. */
    void every(Duration interval, Runnable task) {
        waiting.put(task, time.after(interval, () -> hand(interval, task)));
        if (closed) {
            cancelAll();
        }
    }

    private void cancelAll() {
        waiting.values().forEach(TimeSource.Scheduled::cancel);
    }

    private void hand(Duration interval, Runnable task) {
        if (closed) {
            return;
        }
        try {
            executor.execute(() -> run(interval, task));
        } catch (RejectedExecutionException e) {
            LOG.debug("beat_left_out", e);
            every(interval, task);
        }
    }

    private void run(Duration interval, Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("metrics_task_failed", e);
        } finally {
            if (!closed) {
                every(interval, task);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        cancelAll();
        if (ownTime != null) {
            ownTime.close();
        }
        if (ownThread != null) {
            ownThread.shutdown();
        }
    }
}
