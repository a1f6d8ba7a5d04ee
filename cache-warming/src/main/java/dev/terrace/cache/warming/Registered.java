package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A source under its name, with what must outlive a run: how it behaves, when it may be asked next, and how far warming
 * from it has paid.
 *
 * <p>A source that fails three times in a row is left alone for a second, then for twice as long each time, up to five
 * minutes; one call that goes well ends that. Safe for use by many threads; the lock is not held across a call.
 */
final class Registered {

    private static final int FAILURES_IN_A_ROW = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;

    private final String name;
    private final Source<?> source;
    private final Glob pattern;
    private final TimeSource time;
    private final Credit credit = new Credit();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int failures;

    @GuardedBy("lock")
    private long closedUntil;

    @GuardedBy("lock")
    private long nextNanos;

    private volatile Instant changesSeen;

    Registered(String name, Source<?> source, TimeSource time) {
        this.name = name;
        this.source = source;
        this.pattern = Glob.compile(source.pattern());
        this.time = time;
        this.closedUntil = time.nanos();
        this.nextNanos = time.nanos();
        this.changesSeen = Instant.ofEpochMilli(time.millis());
    }

    String name() {
        return name;
    }

    Source<?> source() {
        return source;
    }

    Credit credit() {
        return credit;
    }

    boolean knows(String region, String key) {
        return source.region().equals(region) && pattern.matches(key);
    }

    /** Returns true if the source failed so often that it is left alone for now. */
    boolean isBackingOff() {
        lock.lock();
        try {
            return failures >= FAILURES_IN_A_ROW && time.nanos() - closedUntil < 0;
        } finally {
            lock.unlock();
        }
    }

    void wentWell() {
        lock.lock();
        try {
            failures = 0;
        } finally {
            lock.unlock();
        }
    }

    void failed() {
        lock.lock();
        try {
            failures++;
            int pauses = Math.min(failures - FAILURES_IN_A_ROW, Long.SIZE / 4);
            if (pauses >= 0) {
                long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << pauses);
                closedUntil = time.nanos() + pause;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place in the queue of the rate limit, and returns how long to wait for it. */
    Duration reserve(int keys) {
        lock.lock();
        try {
            long now = time.nanos();
            long start = nextNanos - now > 0 ? nextNanos : now;
            nextNanos = start + (long) (keys / source.limits().keysPerSecond() * NANOS);
            return Duration.ofNanos(start - now);
        } finally {
            lock.unlock();
        }
    }

    /** Returns up to when changes of the source are known. */
    Instant changesSeen() {
        return changesSeen;
    }

    void changesSeen(Instant moment) {
        changesSeen = moment;
    }
}
