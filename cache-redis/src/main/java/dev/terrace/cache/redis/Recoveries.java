package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a server back into use, in this order: the writes that another process may have lost are taken back, the
 * generations are read again, and the channel must be heard.
 */
final class Recoveries implements Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);
    private static final int CHUNK = 500;

    private final TierContext context;
    private final LongAdder takenBack = new LongAdder();
    private volatile @Nullable Connected connected;

    /** What is only there once everything is put together. */
    private record Connected(Parts parts, Writes writes, BooleanSupplier hears) {}

    Recoveries(TierContext context) {
        this.context = context;
    }

    /** Puts the last parts in. Until then nothing is asked of any server. */
    void connect(Parts parts, Writes writes, BooleanSupplier hears) {
        connected = new Connected(parts, writes, hears);
    }

    @Override
    public void outage() {
        Connected now = connected;
        if (now != null) {
            now.parts().redis().topology().refreshSoon();
        }
    }

    @Override
    public void replaced(Server server, RedisConnection connection) {
        Connected now = connected;
        if (now == null) {
            return;
        }
        FailoverWindow window = now.parts().window();
        List<TierKey> mine = window.keys().stream()
                .filter(key -> isOn(server, now.parts(), key))
                .toList();
        for (int from = 0; from < mine.size(); from += CHUNK) {
            List<TierKey> some = mine.subList(from, Math.min(mine.size(), from + CHUNK));
            for (Object reply : connection.callAll(now.writes().removals(some))) {
                if (reply instanceof RedisException e) {
                    throw e;
                }
            }
        }
        takenBack.add(mine.size());
        LOG.info("redis_server_replaced server={} writes_taken_back={}", server, mine.size());
        if (window.overflowed()) {
            clearAllSoon(now);
        }
    }

    /** While servers change places it may be unknown who holds a key: one removal too many costs a load. */
    private static boolean isOn(Server server, Parts parts, TierKey key) {
        try {
            return parts.redis().topology().of(parts.namesOf(key).entry()) == server;
        } catch (RedisException e) {
            return parts.redis().topology().isOneServer();
        }
    }

    private void clearAllSoon(Connected now) {
        LOG.warn("redis_regions_cleared reason=\"more writes in the failover window than are remembered\"");
        try {
            context.executor().execute(() -> now.parts().generations().renewAll());
        } catch (RejectedExecutionException e) {
            LOG.warn("redis_regions_not_cleared", e);
        }
    }

    @Override
    public void beforeUse(Server server, RedisConnection connection) {
        Connected now = connected;
        if (now == null) {
            return;
        }
        if (!now.hears().getAsBoolean()) {
            throw new RedisException(Kind.NOT_SERVING, "the channel is not heard yet", null);
        }
        boolean hasTable = isTableOn(server, now.parts());
        Caller direct = command ->
                connection.call(command.inFull().verb(), command.inFull().arguments());
        if (hasTable) {
            now.parts().generations().refresh(direct);
        } else {
            now.parts().generations().refresh();
        }
    }

    private static boolean isTableOn(Server server, Parts parts) {
        return parts.redis().topology().of(parts.names().generations()) == server;
    }

    long takenBack() {
        return takenBack.sum();
    }
}
