package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Up to when this node knows everything: until the moment at which it sent the latest own heartbeat that came back with
 * everything before it applied. Reads only compare with it; the rest is for the thread that listens.
 */
final class Staleness {

    private final TimeSource time;
    private final long silenceNanos;
    private volatile long verified;
    private volatile long delayNanos;
    private @Nullable Candidate candidate;

    /** A heartbeat that came back while an older message was missing. */
    private record Candidate(long sentNanos, long heardNanos) {}

    Staleness(TimeSource time, Duration silence) {
        this.time = time;
        this.silenceNanos = silence.toNanos();
        lost();
    }

    boolean isCurrent(long nanos) {
        return nanos - verified <= silenceNanos;
    }

    /** Nothing is known any more. */
    void lost() {
        candidate = null;
        verified = time.nanos() - 2 * silenceNanos;
    }

    /** An own heartbeat came back. */
    void heard(long sentNanos, long nowNanos) {
        delayNanos = nowNanos - sentNanos;
        if (candidate == null) {
            candidate = new Candidate(sentNanos, nowNanos);
        }
    }

    /** Looks whether what was missing when a heartbeat came back has arrived meanwhile. */
    void settle(Attendance attendance) {
        Candidate waiting = candidate;
        if (waiting != null && attendance.isCompleteSince(waiting.heardNanos())) {
            candidate = null;
            verified = waiting.sentNanos();
        }
    }

    /** Returns how long ago everything was known; grows while nothing is heard. */
    long boundNanos() {
        return time.nanos() - verified;
    }

    /** Returns how long the last own heartbeat took to come back; 0 before the first. */
    long delayNanos() {
        return delayNanos;
    }
}
