package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisKeys.Name;
import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how much of Redis is ours: each server's number of keys, times the share of ours among some drawn at random,
 * times their mean length. Three round trips to each server, however many keys there are. With few of our keys among
 * many others the estimate is rough.
 */
final class Sizes {

    private static final int SAMPLE = 64;

    private final Parts parts;

    Sizes(Parts parts) {
        this.parts = parts;
    }

    TierSize estimate() {
        double entries = 0;
        double bytes = 0;
        for (Server server : parts.redis().topology().masters()) {
            long keys = ServerReply.number(server.call(Intent.READ, connection -> connection.call(Verb.DBSIZE)));
            if (keys > 0) {
                List<byte[]> mine = sample(server);
                entries += (double) keys * mine.size() / SAMPLE;
                bytes += (double) keys * length(server, mine) / SAMPLE;
            }
        }
        return new TierSize(Math.round(entries), 0, Math.round(bytes), Long.MAX_VALUE, true);
    }

    private List<byte[]> sample(Server server) {
        List<Command> draws = Collections.nCopies(SAMPLE, Command.anywhere(Verb.RANDOMKEY));
        List<byte[]> mine = new ArrayList<>();
        for (Object drawn : server.callAll(Intent.READ, draws)) {
            if (drawn instanceof byte[] key && isEntry(key)) {
                mine.add(key);
            }
        }
        return mine;
    }

    private boolean isEntry(byte[] key) {
        Name name = key[key.length - 1] == '}' ? parts.names().parse(key) : null;
        return name != null && parts.generations().mayBeCurrent(name.key().region(), name.generation());
    }

    private static double length(Server server, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        List<Command> lengths =
                keys.stream().map(key -> Command.on(Verb.STRLEN, key)).toList();
        double total = 0;
        List<@Nullable Object> replies = server.callAll(Intent.READ, lengths);
        for (int i = 0; i < replies.size(); i++) {
            total += keys.get(i).length + (replies.get(i) instanceof Long length ? length : 0);
        }
        return total;
    }
}
