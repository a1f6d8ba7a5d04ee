package dev.terrace.cache.redis;

import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's clock as seen from here. Of some readings the one with the shortest round trip counts; the server read its
 * clock somewhere in between, so the middle is off by at most half of that.
 */
final class ServerClock {

    private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);
    private static final int READINGS = 8;
    private static final long MICROS = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long WORTH_A_LINE_MILLIS = 1_000;

    private final TimeSource time;
    private volatile boolean known;
    private volatile long offsetMillis;
    private volatile long roundTripNanos;

    ServerClock(TimeSource time) {
        this.time = time;
    }

    /** Asks the server what time it is. */
    void measure(RedisConnection connection) {
        long shortest = Long.MAX_VALUE;
        long offset = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = time.nanos();
            long serverMicros = micros(connection.call(Verb.TIME));
            long roundTrip = time.nanos() - before;
            if (roundTrip < shortest) {
                shortest = roundTrip;
                long middle = time.millis() * MICROS_PER_MILLI - roundTrip / MICROS_PER_MILLI / 2;
                offset = Math.round((double) (serverMicros - middle) / MICROS_PER_MILLI);
            }
        }
        if (Math.abs(offset - offsetMillis) > WORTH_A_LINE_MILLIS) {
            LOG.info("redis_clock offset_millis={}", offset);
        }
        offsetMillis = offset;
        roundTripNanos = shortest;
        known = true;
    }

    static long micros(@org.jspecify.annotations.Nullable Object reply) {
        return ServerReply.number(ServerReply.list(reply).get(0)) * MICROS
                + ServerReply.number(ServerReply.list(reply).get(1));
    }

    /** Returns the server's clock minus the local one, in milliseconds; 0 while unknown. */
    long offsetMillis() {
        return offsetMillis;
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    /**
     * Returns until when a command may still be carried out so that its sender, who waits for so long, hears of it; 0,
     * which is no limit, while the clock is unknown.
     */
    long latest(Duration patience) {
        long millis = patience.toMillis();
        return known ? time.millis() + offsetMillis + millis - millis / 10 : 0;
    }
}
