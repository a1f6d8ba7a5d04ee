package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.tier.TierContext;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps callers away from a server that does not serve, and finds out in the background when it does again.
 *
 * <p>It opens after {@value #FAILURES} outages in a row, or at the first one of a write. While it is open, asking costs
 * one volatile read. A probe is tried after pauses that double up to {@link #LONGEST_PAUSE}, each shortened at random
 * by up to half, so that the nodes of an application do not come back at the same moment.
 */
final class Breaker implements AutoCloseable {

    static final int FAILURES = 3;
    static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Wrong passwords do not become right within seconds, and servers lock out who insists. */
    static final Duration ACCESS_PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String server;
    private final TierContext context;
    private final Parts parts;
    private final AtomicInteger failures = new AtomicInteger();
    private final LongAdder opened = new LongAdder();
    private volatile State state = State.CLOSED;
    private volatile String reason = "";
    private long pauseMillis;

    /** Whether calls pass. */
    enum State {
        CLOSED,
        OPEN,
        /** The server is not used any more. */
        ENDED
    }

    /** What a breaker works upon. */
    interface Parts {

        /** Makes calls that are under way fail at once. Must not block. */
        void abort();

        /**
         * Finds out whether the server serves again, by writing, and prepares it for that.
         *
         * @throws RedisException if it does not
         */
        void probe();
    }

    Breaker(String server, TierContext context, Parts parts) {
        this.server = server;
        this.context = context;
        this.parts = parts;
    }

    boolean isOpen() {
        return state != State.CLOSED;
    }

    long timesOpened() {
        return opened.sum();
    }

    /**
     * Lets a call pass.
     *
     * @throws RedisException if the breaker is open
     */
    void check() {
        if (state != State.CLOSED) {
            throw new RedisException(Kind.OPEN, server + " is out of reach: " + reason, null);
        }
    }

    /** A call was answered. Costs a volatile read. */
    void succeeded() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /** A call failed. */
    void failed(RedisException e, boolean isWrite) {
        if (e.kind().isOutage() && (isWrite || e.kind() == Kind.ACCESS || failures.incrementAndGet() >= FAILURES)) {
            open(e);
        }
    }

    /** Opens at once. */
    void open(RedisException cause) {
        synchronized (this) {
            if (state != State.CLOSED) {
                return;
            }
            reason = String.valueOf(cause.getMessage());
            state = State.OPEN;
            pauseMillis = SHORTEST_PAUSE.toMillis();
        }
        opened.increment();
        LOG.warn("redis_out_of_reach server={} reason=\"{}\"", server, reason);
        parts.abort();
        probeLater(cause);
    }

    /** Begins open, with a probe at once: for a server that takes another one's place. */
    void beginOpen(String why) {
        synchronized (this) {
            reason = why;
            state = State.OPEN;
            pauseMillis = SHORTEST_PAUSE.toMillis();
        }
        handIn();
    }

    private void probeLater(@Nullable RedisException cause) {
        long pause;
        synchronized (this) {
            pause = cause != null && cause.kind() == Kind.ACCESS ? ACCESS_PAUSE.toMillis() : pauseMillis;
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE.toMillis());
        }
        long millis = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
        context.time().after(Duration.ofMillis(millis), this::handIn);
    }

    private void handIn() {
        try {
            context.executor().execute(this::probe);
        } catch (RejectedExecutionException e) {
            if (state == State.OPEN) {
                probeLater(null);
            }
        }
    }

    private void probe() {
        RedisException failure = tryProbe();
        if (failure != null) {
            noteNewReason(failure);
            probeLater(failure);
        }
    }

    /** Returns why the server does not serve yet; null if it does, or if there is nothing to find out any more. */
    private @Nullable RedisException tryProbe() {
        if (state != State.OPEN) {
            return null;
        }
        try {
            parts.probe();
        } catch (RedisException e) {
            return e;
        }
        failures.set(0);
        synchronized (this) {
            if (state == State.OPEN) {
                state = State.CLOSED;
            }
        }
        LOG.info("redis_back server={}", server);
        return null;
    }

    /** Something has become better: tries a probe at once, beside those that come by time. Does nothing while closed. */
    void hurry() {
        if (state == State.OPEN) {
            try {
                context.executor().execute(this::tryProbe);
            } catch (RejectedExecutionException e) {
                LOG.debug("probe_not_hurried server={}", server);
            }
        }
    }

    private void noteNewReason(RedisException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(reason)) {
            reason = now;
            LOG.warn("redis_still_out_of_reach server={} reason=\"{}\"", server, now);
        }
    }

    /** No call passes any more and no probe is tried. */
    @Override
    public synchronized void close() {
        state = State.ENDED;
        reason = "it is not used any more";
    }
}
