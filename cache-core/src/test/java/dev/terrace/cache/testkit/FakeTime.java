package dev.terrace.cache.testkit;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. Tasks run on the thread that calls {@link #advance}, in the order
 * of their times and, at the same time, in the order in which they were scheduled.
 *
 * <p>Safe for use by many threads; no lock is held while a task runs.
 */
public final class FakeTime implements TimeSource {

    /** Where the wall clock stands at first unless told otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
    private final List<RuntimeException> failures = new ArrayList<>();
    private long nanos;
    private long millisAtOrigin;
    private long scheduled;

    /** Starts a clock at {@link #START}. */
    public FakeTime() {
        this(START.toEpochMilli());
    }

    /**
     * Starts a clock.
     *
     * @param millis where the wall clock stands, in milliseconds since 1970
     */
    public FakeTime(long millis) {
        this.millisAtOrigin = millis;
    }

    @Override
    public synchronized long millis() {
        return millisAtOrigin + nanos / NANOS_PER_MILLI;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /** Sets the wall clock, forward or back, as an operator would; {@link #nanos} and tasks take no notice. */
    public synchronized void setMillis(long millis) {
        millisAtOrigin = millis - nanos / NANOS_PER_MILLI;
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative but was " + delay + "; pass zero or more");
        }
        Task waiting = new Task(nanos + delay.toNanos(), scheduled++, task);
        tasks.add(waiting);
        return () -> cancel(waiting);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /**
     * Moves both clocks and runs what falls due on the way, each task at its own time; tasks that tasks schedule
     * count too. What a task throws does not stop the clock, see {@link #failures}.
     *
     * @param by zero or more; zero runs what is due now
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "by must not be negative but was " + by + "; use setMillis to turn the wall clock back");
        }
        long target = nanos() + by.toNanos();
        for (Task task = nextDue(target); task != null; task = nextDue(target)) {
            run(task);
        }
        moveTo(target);
    }

    private void run(Task task) {
        try {
            task.action().run();
        } catch (RuntimeException e) {
            synchronized (this) {
                failures.add(e);
            }
        }
    }

    private synchronized @Nullable Task nextDue(long target) {
        Task next = tasks.peek();
        if (next == null || next.due() > target) {
            return null;
        }
        tasks.remove();
        moveTo(next.due());
        return next;
    }

    /** Never back: a task may have advanced the clock itself. */
    private synchronized void moveTo(long target) {
        nanos = Math.max(nanos, target);
    }

    /** Returns how many tasks wait; 0 after everything was closed, or something leaks. */
    public synchronized int pendingTasks() {
        return tasks.size();
    }

    /** Returns what tasks have thrown so far. */
    public synchronized List<RuntimeException> failures() {
        return List.copyOf(failures);
    }

    private record Task(long due, long order, Runnable action) {}
}
