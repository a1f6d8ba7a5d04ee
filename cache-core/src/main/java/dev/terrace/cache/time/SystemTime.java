package dev.terrace.cache.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's own clock, with one daemon thread for delays that is started by the first delay.
 * Close it to end that thread; pending tasks are dropped.
 */
public final class SystemTime implements TimeSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor timer;
    private final RecentMillis recent = new RecentMillis(this);

    /** Makes a source; no thread runs until {@link #after} or {@link #recentMillis} is called. */
    public SystemTime() {
        timer = new ScheduledThreadPoolExecutor(1, NamedThreads.daemon("terrace-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long recentMillis() {
        return recent.get();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        Future<?> future = timer.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("timer_task_failed", e);
        }
    }

    @Override
    public void close() {
        recent.close();
        timer.shutdownNow();
    }
}
