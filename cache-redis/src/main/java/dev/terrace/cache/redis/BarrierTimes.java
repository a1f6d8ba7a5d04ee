package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When keys of a region were last removed by pattern, label or as a whole, by Redis's own clock. A write that was
 * accepted before and comes after that is not let through, whatever its key: that costs a load, and only after an
 * outage.
 *
 * <p>A removal notes its time before it walks, and a replayed write looks after it has stored: either the walk finds
 * what was stored, or the look finds the note.
 */
final class BarrierTimes {

    private static final String EVERY_REGION = "*";

    private final Redis redis;
    private final RedisKeys keys;

    BarrierTimes(Redis redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Notes that a removal is about to begin. */
    void note(Scope scope) {
        String region = scope.region() == null ? EVERY_REGION : scope.region();
        redis.eval(Script.NOTE_BARRIER, List.of(keys.barriers()), List.of(RedisKeys.bytes(region)));
    }

    /** Returns true if a removal that may concern the write was noted after the write was accepted. */
    boolean isBehind(SharedWrite write) {
        List<?> flat = ServerReply.list(redis.call(Intent.READ, Command.on(Verb.HGETALL, keys.barriers())));
        Map<String, Long> times = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            times.put(ServerReply.text(flat.get(i)), ServerReply.number(flat.get(i + 1)));
        }
        long latest = Math.max(
                times.getOrDefault(EVERY_REGION, 0L),
                times.getOrDefault(write.key().region(), 0L));
        return write.acceptedAt() <= latest;
    }
}
