package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server: opened when needed, kept when idle, last in first out.
 *
 * <p>A semaphore stands in front, so any number of threads, virtual ones too, wait there and nowhere else; no lock is
 * held while connecting. A connection that fails is closed, never replaced on the thread that saw it fail.
 */
final class ConnectionPool implements AutoCloseable {

    private final HostPort server;
    private final RedisConnection.Opener opener;
    private final long waitNanos;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<RedisConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<RedisConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ConnectionPool(HostPort server, RedisConnection.Opener opener, Limits limits) {
        this.server = server;
        this.opener = opener;
        this.waitNanos = limits.patience().toNanos();
        this.permits = new Semaphore(limits.connections());
    }

    /**
     * Takes an idle connection or opens one. Give each back with {@link #giveBack}.
     *
     * @throws RedisException if none is free in time, or none can be opened
     */
    Borrowed borrow() {
        acquire();
        try {
            RedisConnection pooled = idle.pollFirst();
            return pooled != null ? new Borrowed(pooled, true) : new Borrowed(openOne(), false);
        } catch (RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    /** As {@link #borrow}, but always a new connection: idle ones are given up, they may be as dead. */
    Borrowed borrowFresh() {
        acquire();
        try {
            closeIdle();
            return new Borrowed(openOne(), false);
        } catch (RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    private void acquire() {
        try {
            if (closed || !(permits.tryAcquire() || permits.tryAcquire(waitNanos, TimeUnit.NANOSECONDS))) {
                throw new RedisException(
                        Kind.NO_CONNECTION,
                        closed ? server + " is not used any more" : "all connections to " + server + " are in use",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException(Kind.NO_CONNECTION, "interrupted while waiting for a connection", e);
        }
    }

    private RedisConnection openOne() {
        RedisConnection connection = opener.open(server);
        open.add(connection);
        if (closed) {
            close(connection);
            throw new RedisException(Kind.NO_CONNECTION, server + " is not used any more", null);
        }
        return connection;
    }

    /** Takes a connection back; a broken one is closed. */
    void giveBack(Borrowed borrowed) {
        RedisConnection connection = borrowed.connection();
        if (closed || connection.isBroken()) {
            close(connection);
        } else {
            idle.addFirst(connection);
        }
        permits.release();
        if (closed) {
            closeIdle();
        }
    }

    private void close(RedisConnection connection) {
        open.remove(connection);
        connection.close();
    }

    private void closeIdle() {
        for (@Nullable RedisConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            close(next);
        }
    }

    /** Makes every call that waits for an answer fail at once, and closes what is idle. */
    void abort() {
        closeIdle();
        open.forEach(RedisConnection::abort);
    }

    /** Returns about how many calls wait for a connection. */
    int waiting() {
        return permits.getQueueLength();
    }

    int openConnections() {
        return open.size();
    }

    /** Returns how many callers could have a connection now without waiting, opened yet or not. */
    int freeConnections() {
        return permits.availablePermits();
    }

    @Override
    public void close() {
        closed = true;
        abort();
    }

    /**
     * A connection in use.
     *
     * @param isPooled true if it was idle before, so that the server may have given it up meanwhile
     */
    record Borrowed(RedisConnection connection, boolean isPooled) {}
}
