package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;

/**
 * What the operations of the tier work with.
 *
 * @param names names the keys
 * @param window remembers what was written lately
 */
record Parts(
        RedisSettings settings,
        Redis redis,
        RedisKeys names,
        Generations generations,
        Announcer announcer,
        FailoverWindow window,
        TimeSource time) {

    EntryNames namesOf(TierKey key) {
        return EntryNames.of(names, key, generations.of(key.region()));
    }

    /** Until when the server of a key may carry out a command that is sent now. */
    byte[] latest(EntryNames names) {
        return Texts.number(redis.topology()
                .of(names.entry())
                .clock()
                .latest(settings.limits().timeout()));
    }

    /** Returns the time by Redis's clock, as far as it is known. */
    long redisMillis() {
        return time.millis() + redis.clockOffsetMillis();
    }

    byte[] memoryOfRemovals() {
        return Texts.number(settings.timing().maxDelay().toMillis());
    }
}
