package dev.terrace.cache.redis;

import dev.terrace.cache.redis.coherence.KeyTag;
import dev.terrace.cache.redis.coherence.Publisher;
import java.util.List;

/** Makes the messages that scripts publish together with a change. Safe for use by many threads. */
record Announcer(Publisher publisher) {

    /** Makes the message that keys of one region were written or removed. */
    Outgoing changed(String region, long generation, List<KeyTag> keys) {
        long number = publisher.next();
        return new Outgoing(publisher, number, publisher.changed(number, region, generation, keys));
    }

    /** Makes the message that a region has a new generation. */
    Outgoing generation(String region, long generation) {
        long number = publisher.next();
        return new Outgoing(publisher, number, publisher.generation(number, region, generation));
    }
}
