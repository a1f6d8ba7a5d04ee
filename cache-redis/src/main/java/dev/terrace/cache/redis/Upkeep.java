package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.TimeSource.Scheduled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done from time to time in the background: the generations are read again, the servers are asked where they
 * are and what time it is.
 */
final class Upkeep implements AutoCloseable {

    static final Duration PAUSE = Duration.ofSeconds(5);
    static final Duration LOOK_FOR_SERVERS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int ROUNDS_BETWEEN_CLOCKS = 12;

    private final Parts parts;
    private final TierContext context;
    private final Background work;
    private @Nullable Scheduled next;
    private @Nullable Scheduled look;
    private boolean closed;
    private int round;

    Upkeep(Parts parts, TierContext context) {
        this.parts = parts;
        this.context = context;
        this.work = new Background(context.executor(), this::run);
    }

    /** Begins; never waits for a server. */
    void begin() {
        parts.redis().topology().refreshSoon();
        scheduleNext();
        scheduleLook();
    }

    private synchronized void scheduleNext() {
        if (!closed) {
            next = context.time().after(PAUSE, this::tick);
        }
    }

    private synchronized void scheduleLook() {
        if (!closed) {
            look = context.time().after(LOOK_FOR_SERVERS, this::look);
        }
    }

    private void look() {
        parts.redis().topology().refreshSoon();
        scheduleLook();
    }

    private void tick() {
        round++;
        soon();
        scheduleNext();
    }

    /** Reads the generations again soon. */
    void soon() {
        work.soon();
    }

    private void run() {
        try {
            parts.generations().refresh();
            if (round % ROUNDS_BETWEEN_CLOCKS == 0) {
                measureClocks();
            }
        } catch (RedisException e) {
            LOG.debug("redis_upkeep_failed", e);
        }
    }

    private void measureClocks() {
        for (Server server : parts.redis().topology().known()) {
            server.call(Intent.READ, connection -> {
                server.clock().measure(connection);
                return true;
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (look != null) {
            look.cancel();
        }
    }
}
