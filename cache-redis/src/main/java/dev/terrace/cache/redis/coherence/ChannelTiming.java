package dev.terrace.cache.redis.coherence;

import java.time.Duration;

/**
 * How long things last on the channel; the same for all nodes.
 *
 * @param heartbeat time between two signs of life
 * @param silence how long no own sign of life may be heard before messages count as lost
 */
public record ChannelTiming(Duration heartbeat, Duration silence) {

    /** How long a missing number may still be on its way. */
    private static final int PATIENCE_IN_HEARTBEATS = 2;

    Duration patience() {
        return heartbeat.multipliedBy(PATIENCE_IN_HEARTBEATS);
    }
}
