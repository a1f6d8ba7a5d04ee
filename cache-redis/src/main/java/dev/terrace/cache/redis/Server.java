package dev.terrace.cache.redis;

import dev.terrace.cache.redis.ConnectionPool.Borrowed;
import dev.terrace.cache.redis.RedisException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One server: its connections and its breaker. */
final class Server implements AutoCloseable, Breaker.Parts {

    private static final byte[] PROBE_LIFE_MILLIS = "1000".getBytes(StandardCharsets.US_ASCII);

    private final HostPort address;
    private final Surroundings surroundings;
    private final ConnectionPool pool;
    private final Breaker breaker;
    private final ServerClock clock;
    private final Set<RedisConnection> dedicated = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String runId;
    private volatile boolean replacesAnother;
    private volatile byte[] probeKey;
    private volatile boolean closed;

    /** Whether a call changes something: an outage at a write opens the breaker at once. */
    enum Intent {
        READ,
        WRITE
    }

    /** Describes a server that is used at once. */
    Server(HostPort address, byte[] probeKey, Surroundings surroundings) {
        this.address = address;
        this.probeKey = probeKey;
        this.surroundings = surroundings;
        this.pool = new ConnectionPool(
                address, surroundings.opener(), surroundings.settings().limits());
        this.clock = new ServerClock(surroundings.context().time());
        this.breaker = new Breaker(address.toString(), surroundings.context(), this);
    }

    /** This server takes another one's place: it is used as soon as a probe was well. */
    void replacesAnother() {
        replacesAnother = true;
        breaker.beginOpen("it has just taken over");
    }

    /** Sets what a probe writes: a key that belongs to this server. */
    void probeKey(byte[] key) {
        probeKey = key;
    }

    HostPort address() {
        return address;
    }

    Breaker breaker() {
        return breaker;
    }

    ServerClock clock() {
        return clock;
    }

    /** Returns about how many calls wait for a connection. */
    int waitingCalls() {
        return pool.waiting();
    }

    int openConnections() {
        return pool.openConnections() + dedicated.size();
    }

    int freeConnections() {
        return pool.freeConnections();
    }

    /**
     * Runs an exchange on a connection of the pool. If an idle connection turns out to be dead, the exchange runs once
     * more on a new one: everything that is sent here may be carried out twice.
     *
     * @throws RedisException if the breaker is open or the exchange fails
     */
    <T extends @Nullable Object> T call(Intent intent, Function<RedisConnection, T> exchange) {
        breaker.check();
        try {
            T result = tryTwice(exchange);
            breaker.succeeded();
            return result;
        } catch (RedisException e) {
            failed(e, intent);
            throw e;
        }
    }

    /** Runs commands in one round trip, as {@link RedisConnection#callAll}. */
    List<@Nullable Object> callAll(Intent intent, List<Command> commands) {
        return judged(intent, call(intent, connection -> connection.callAll(commands)));
    }

    /** A server that does not serve says so in the reply to each command. */
    private List<@Nullable Object> judged(Intent intent, List<@Nullable Object> replies) {
        for (Object reply : replies) {
            if (reply instanceof RedisException e && e.kind().isOutage()) {
                failed(e, intent);
                break;
            }
        }
        return replies;
    }

    private void failed(RedisException e, Intent intent) {
        if (e.kind().isOutage()) {
            breaker.failed(e, intent == Intent.WRITE);
            surroundings.recovery().outage();
        }
    }

    private <T extends @Nullable Object> T tryTwice(Function<RedisConnection, T> exchange) {
        Borrowed first = pool.borrow();
        try {
            return run(first, exchange);
        } catch (RedisException e) {
            if (e.kind() != Kind.BROKEN || !first.isPooled() || breaker.isOpen()) {
                throw e;
            }
        } finally {
            pool.giveBack(first);
        }
        return runOnFresh(exchange);
    }

    /** The first try may have been carried out, so it is unknown what came of it, whatever becomes of the second. */
    private <T extends @Nullable Object> T runOnFresh(Function<RedisConnection, T> exchange) {
        try {
            Borrowed second = pool.borrowFresh();
            try {
                return run(second, exchange);
            } finally {
                pool.giveBack(second);
            }
        } catch (RedisException e) {
            throw e.kind() == Kind.REFUSED || e.kind() == Kind.NO_CONNECTION || e.kind() == Kind.OPEN
                    ? new RedisException(Kind.BROKEN, String.valueOf(e.getMessage()), e)
                    : e;
        }
    }

    /** Asks the breaker again: one that opened meanwhile has aborted only the connections that there were. */
    private <T extends @Nullable Object> T run(Borrowed borrowed, Function<RedisConnection, T> exchange) {
        breaker.check();
        if (!borrowed.isPooled()) {
            identify(borrowed.connection());
        }
        return exchange.apply(borrowed.connection());
    }

    /** Another process behind the address may lack what the one before had acknowledged. */
    private void identify(RedisConnection connection) {
        Identity now = Identity.of(connection);
        now.checkServes(address);
        String before = runId;
        if (!now.runId().equals(before)) {
            clock.measure(connection);
        }
        if (replacesAnother || (before != null && !before.equals(now.runId()))) {
            surroundings.recovery().replaced(this, connection);
        }
        replacesAnother = false;
        runId = now.runId();
    }

    /**
     * Opens a connection that is the caller's alone, whatever the breaker says.
     *
     * @throws RedisException if it cannot be opened
     */
    RedisConnection openDedicated() {
        RedisConnection connection = surroundings.opener().open(address);
        dedicated.removeIf(RedisConnection::isBroken);
        dedicated.add(connection);
        if (closed) {
            connection.abort();
        }
        return connection;
    }

    @Override
    public void abort() {
        pool.abort();
    }

    @Override
    public void probe() {
        try {
            Borrowed borrowed = pool.borrowFresh();
            try {
                probe(borrowed.connection());
            } finally {
                pool.giveBack(borrowed);
            }
        } catch (RedisException e) {
            surroundings.recovery().outage();
            throw e;
        }
    }

    private void probe(RedisConnection connection) {
        Identity.of(connection).checkServes(address);
        writeProbe(connection);
        identify(connection);
        surroundings.recovery().beforeUse(this, connection);
    }

    /** Writes what a probe writes, which everybody hears who listens to changes of keys. */
    void writeProbe() {
        call(Intent.WRITE, this::writeProbe);
    }

    private @Nullable Object writeProbe(RedisConnection connection) {
        return connection.call(Verb.SET, probeKey, PROBE_LIFE_MILLIS, RedisKeys.bytes("PX"), PROBE_LIFE_MILLIS);
    }

    /** Sends commands and does not wait for the replies. */
    InFlight send(Intent intent, List<Command> commands) {
        breaker.check();
        return new InFlight(this, intent, commands);
    }

    /** Commands on their way to one server, so that several servers can work at the same time. */
    static final class InFlight {

        private final Server server;
        private final Intent intent;
        private final List<Command> commands;
        private @Nullable Borrowed borrowed;

        private InFlight(Server server, Intent intent, List<Command> commands) {
            this.server = server;
            this.intent = intent;
            this.commands = commands;
            begin();
        }

        private void begin() {
            try {
                Borrowed taken = server.pool.borrow();
                borrowed = taken;
                server.breaker.check();
                if (!taken.isPooled()) {
                    server.identify(taken.connection());
                }
                taken.connection().send(commands);
            } catch (RedisException e) {
                // The replies are asked for on another connection, and it fails there.
                giveBack();
            }
        }

        /** Waits for the replies, as {@link RedisConnection#callAll}. */
        List<@Nullable Object> replies() {
            Borrowed taken = borrowed;
            if (taken == null) {
                return server.callAll(intent, commands);
            }
            try {
                List<@Nullable Object> replies = taken.connection().receive(commands.size());
                server.breaker.succeeded();
                return server.judged(intent, replies);
            } catch (RedisException e) {
                if (e.kind() != Kind.BROKEN || !taken.isPooled() || server.breaker.isOpen()) {
                    server.failed(e, intent);
                    throw e;
                }
            } finally {
                giveBack();
            }
            return server.callAll(intent, commands);
        }

        /** Gives up whatever was not received. */
        void abandon() {
            Borrowed taken = borrowed;
            if (taken != null) {
                taken.connection().abort();
                giveBack();
            }
        }

        private void giveBack() {
            if (borrowed != null) {
                server.pool.giveBack(borrowed);
                borrowed = null;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        breaker.close();
        pool.close();
        dedicated.forEach(RedisConnection::abort);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
