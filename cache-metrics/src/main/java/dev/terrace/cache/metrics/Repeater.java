package dev.terrace.cache.metrics;

import dev.terrace.cache.extension.Host;
import dev.terrace.cache.time.TimeSource.Scheduled;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one task again and again on a manager's background threads, never twice at once. What it throws is logged. */
final class Repeater implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Repeater.class);

    private final Host host;
    private final Duration interval;
    private final Runnable task;
    private @Nullable Scheduled waiting;
    private boolean closed;

    Repeater(Host host, Duration interval, Runnable task) {
        this.host = host;
        this.interval = interval;
        this.task = task;
    }

    synchronized void start() {
        if (!closed) {
            waiting = host.time().after(interval, this::hand);
        }
    }

    private void hand() {
        try {
            host.executor().execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("beat_left_out", e);
            start();
        }
    }

    private void run() {
        if (isClosed()) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("metrics_task_failed", e);
        } finally {
            start();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
