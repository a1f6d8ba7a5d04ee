package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;

/**
 * How far the clock of Redis is ahead of the local one. Of several questions the one that was answered fastest is
 * believed: its answer is off by at most half the time it took. Measured by one thread, read by any.
 */
final class ClockOffset {

    private static final int QUESTIONS = 8;
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final long MICROS_PER_MILLI = 1000;

    private final TimeSource time;
    private final ChannelLink link;
    private volatile long millis;
    private long measuredNanos;
    private boolean isMeasured;

    ClockOffset(TimeSource time, ChannelLink link) {
        this.time = time;
        this.link = link;
    }

    long millis() {
        return millis;
    }

    /** Measures anew if that is due. Throws what the link throws. */
    void refresh() {
        if (!isMeasured || time.nanos() - measuredNanos > AGAIN.toNanos()) {
            measure();
        }
    }

    /** Forgets the measurement: another server answers from now on. */
    void expire() {
        isMeasured = false;
    }

    private void measure() {
        long fastest = Long.MAX_VALUE;
        long best = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            long before = time.nanos();
            long localBefore = time.millis();
            long server = link.timeMicros() / MICROS_PER_MILLI;
            long localAfter = time.millis();
            long took = time.nanos() - before;
            if (took < fastest) {
                fastest = took;
                best = server - (localBefore + localAfter) / 2;
            }
        }
        millis = best;
        measuredNanos = time.nanos();
        isMeasured = true;
    }
}
