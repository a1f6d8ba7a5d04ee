package dev.terrace.cache.redis;

import java.time.Duration;

/**
 * How long things last between nodes. Every node that shares a Redis and a prefix must use the same.
 *
 * @param heartbeat time between two signs of life on the channel
 * @param silence how long nothing may be heard before messages count as lost
 * @param maxDelay how old a write may be that is replayed after an outage; removals are remembered as long
 * @param failoverWindow how far back this node's writes are taken back when another server took over
 */
record Timing(Duration heartbeat, Duration silence, Duration maxDelay, Duration failoverWindow) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Uses the constants above. */
    static final Timing STANDARD =
            new Timing(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(10));

    Timing {
        Limits.check("heartbeat", heartbeat, SHORTEST, LONGEST);
        Limits.check("silence limit", silence, SHORTEST, LONGEST);
        Limits.check("maximum delay", maxDelay, SHORTEST, LONGEST);
        Limits.check("failover window", failoverWindow, Duration.ZERO, LONGEST);
        if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("silence limit must be at least two heartbeats (" + heartbeat
                    + " each) but was " + silence + "; pass a longer one");
        }
    }

    Timing withHeartbeat(Duration pause, Duration limit) {
        return new Timing(pause, limit, maxDelay, failoverWindow);
    }

    Timing withMaxDelay(Duration delay) {
        return new Timing(heartbeat, silence, delay, failoverWindow);
    }

    Timing withFailoverWindow(Duration window) {
        return new Timing(heartbeat, silence, maxDelay, window);
    }
}
