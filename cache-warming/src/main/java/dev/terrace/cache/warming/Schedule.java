package dev.terrace.cache.warming;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A plan that is carried out again and again until it is cancelled. Safe for use by many threads. */
public final class Schedule {

    /** A wall clock may be set while a timer runs, so it is looked at again after this long. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

    private final String name;
    private final TimeSource time;
    private final LongFunction<Duration> next;
    private final Runnable task;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile TimeSource.@Nullable Scheduled timer;
    private volatile long due;

    /**
     * Makes a schedule; it begins with {@link #begin}.
     *
     * @param next returns how long it is from a moment of the wall clock to the next run
     * @param task begins a run, without waiting for its end
     */
    Schedule(String name, TimeSource time, LongFunction<Duration> next, Runnable task) {
        this.name = name;
        this.time = time;
        this.next = next;
        this.task = task;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Ends it; a run that goes on is not cancelled. */
    public void cancel() {
        cancelled = true;
        TimeSource.Scheduled waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    void begin() {
        long now = time.millis();
        due = now + next.apply(now).toMillis();
        sleep(now);
    }

    private void sleep(long now) {
        if (!cancelled) {
            long wait = Math.max(0, Math.min(due - now, LONGEST_SLEEP.toMillis()));
            timer = time.after(Duration.ofMillis(wait), this::wake);
        }
    }

    private void wake() {
        long now = time.millis();
        if (cancelled) {
            return;
        }
        if (now < due) {
            long anew = now + next.apply(now).toMillis();
            due = Math.min(due, anew); // the clock was set back: what is due sooner comes first
            sleep(now);
            return;
        }
        due = now + next.apply(now).toMillis();
        sleep(now);
        task.run();
    }

    /** Takes the one place for a run of this schedule; false if the run before has not ended. */
    boolean occupy() {
        return busy.compareAndSet(false, true);
    }

    void leave() {
        busy.set(false);
    }
}
