package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * One connection to one server, and the only class that touches Jedis. It speaks the protocol that every server
 * begins with (RESP2), so nothing is negotiated and replies have one shape whatever the server. For one thread at a
 * time, except for {@link #abort}.
 */
final class RedisConnection implements AutoCloseable {

    private static final Map<Verb, ProtocolCommand> COMMANDS = commands();
    private static final byte[] INVALIDATIONS = SafeEncoder.encode("__redis__:invalidate");

    private final Socket jedis;

    private RedisConnection(Socket jedis) {
        this.jedis = jedis;
    }

    /** A connection that can be told to send what it has, without waiting for an answer. */
    private static final class Socket extends Connection {

        Socket(HostPort server, JedisClientConfig config) {
            super(new HostAndPort(server.host(), server.port()), config);
        }

        void sendNow() {
            flush();
        }
    }

    /** Opens connections with the same settings. Immutable. */
    static final class Opener {

        private final JedisClientConfig config;

        private Opener(JedisClientConfig config) {
            this.config = config;
        }

        /** For the servers that hold data. */
        static Opener forServers(RedisSettings settings) {
            return new Opener(config(settings, settings.login(), settings.database()));
        }

        /** For the sentinels. */
        static Opener forSentinels(RedisSettings settings) {
            return new Opener(config(settings, settings.sentinelLogin(), 0));
        }

        private static JedisClientConfig config(RedisSettings settings, Login login, int database) {
            int timeout = settings.limits().timeoutMillis();
            DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                    .serverDefaultProtocol()
                    .connectionTimeoutMillis(timeout)
                    .socketTimeoutMillis(timeout)
                    .blockingSocketTimeoutMillis(timeout)
                    .database(database)
                    .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
            if (login.user() != null) {
                config.user(login.user());
            }
            if (login.password() != null) {
                config.password(login.password().reveal());
            }
            if (settings.tls() != null) {
                config.sslOptions(options(settings.tls()));
            }
            return config.build();
        }

        private static SslOptions options(Tls tls) {
            SslOptions.Builder options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
            if (tls.trustStore() != null) {
                Secret password = tls.password();
                options.truststore(
                        tls.trustStore().toFile(),
                        password == null ? null : password.reveal().toCharArray());
            }
            return options.build();
        }

        /**
         * Connects and logs in. Blocks for at most a few times the timeout.
         *
         * @throws RedisException if that fails; nothing was sent then
         */
        RedisConnection open(HostPort server) {
            try {
                return new RedisConnection(new Socket(server, config));
            } catch (JedisException e) {
                RedisException failure = failure(e, server + " does not accept a connection");
                throw failure.kind().isOutcomeUnknown()
                        ? new RedisException(Kind.REFUSED, String.valueOf(failure.getMessage()), e)
                        : failure;
            }
        }
    }

    private static Map<Verb, ProtocolCommand> commands() {
        Map<Verb, ProtocolCommand> commands = new EnumMap<>(Verb.class);
        for (Verb verb : Verb.values()) {
            byte[] word = SafeEncoder.encode(verb.name());
            commands.put(verb, () -> word);
        }
        return commands;
    }

    /**
     * Sends a command and waits for the reply: a {@code byte[]}, a {@code Long}, a {@code List} or null.
     *
     * @throws RedisException if the server refuses the command or does not answer
     */
    @Nullable
    Object call(Verb verb, byte[]... arguments) {
        try {
            jedis.sendCommand(COMMANDS.get(verb), arguments);
            return jedis.getOne();
        } catch (JedisException e) {
            throw failure(e, verb.name());
        }
    }

    /**
     * Sends commands at once and waits for all replies, which come in the same order. What the server refuses is a
     * {@link RedisException} among the replies.
     *
     * @throws RedisException if the connection fails
     */
    List<@Nullable Object> callAll(List<Command> commands) {
        send(commands);
        return receive(commands.size());
    }

    /** Sends commands; the replies must be {@linkplain #receive received} before anything else. */
    void send(List<Command> commands) {
        try {
            for (Command command : commands) {
                jedis.sendCommand(COMMANDS.get(command.verb()), command.arguments());
            }
            jedis.sendNow();
        } catch (JedisException e) {
            throw failure(e, "a batch of " + commands.size() + " commands");
        }
    }

    /** Waits for the replies to so many commands that were sent. */
    List<@Nullable Object> receive(int count) {
        try {
            List<@Nullable Object> replies = new ArrayList<>(count);
            for (Object reply : jedis.getMany(count)) {
                replies.add(reply instanceof JedisException e ? failure(e, "a command of a batch") : reply);
            }
            return replies;
        } catch (JedisException e) {
            throw failure(e, "a batch of " + count + " commands");
        }
    }

    /**
     * Subscribes and listens until the connection fails, is aborted or stays silent for too long.
     *
     * @throws RedisException always, in the end
     */
    void listen(byte[] channel, Duration silence, SubscriptionListener ears) {
        try {
            jedis.sendCommand(COMMANDS.get(Verb.SUBSCRIBE), channel);
            jedis.getOne();
            jedis.setSoTimeout(Math.toIntExact(silence.toMillis()));
            ears.confirmed();
            while (true) {
                if (jedis.getUnflushedObject() instanceof List<?> reply && reply.size() == 3) {
                    deliver(reply.get(2), ears);
                }
            }
        } catch (JedisException e) {
            throw failure(e, Verb.SUBSCRIBE.name());
        }
    }

    private static void deliver(@Nullable Object payload, SubscriptionListener ears) {
        if (payload instanceof byte[] message) {
            ears.message(message);
        } else if (payload == null) {
            ears.invalidated(null);
        } else if (payload instanceof List<?> names) {
            List<byte[]> keys = new ArrayList<>(names.size());
            names.forEach(name -> keys.add((byte[]) name));
            ears.invalidated(keys);
        }
    }

    /**
     * Listens as {@link #listen} does, but to changes of keys, whoever makes them. The connection tells itself of them,
     * so that they end with it: the server redirects what it tracks for this client to a subscription of this client.
     *
     * @param prefixes of the keys' names; none may be the beginning of another
     * @throws RedisException always, in the end
     */
    void listenToChanges(List<byte[]> prefixes, Duration silence, SubscriptionListener ears) {
        List<byte[]> words = new ArrayList<>();
        for (String word : List.of("TRACKING", "ON", "BCAST", "REDIRECT")) {
            words.add(SafeEncoder.encode(word));
        }
        words.add(Texts.number(ServerReply.number(call(Verb.CLIENT, SafeEncoder.encode("ID")))));
        for (byte[] prefix : prefixes) {
            words.add(SafeEncoder.encode("PREFIX"));
            words.add(prefix);
        }
        call(Verb.CLIENT, words.toArray(new byte[0][]));
        listen(INVALIDATIONS, silence, ears);
    }

    /** Makes whatever waits on this connection fail at once. From any thread; never throws. */
    void abort() {
        try {
            jedis.forceDisconnect();
        } catch (IOException | JedisException e) {
            // It is broken already.
        }
    }

    /** Returns true if it must not be used again. */
    boolean isBroken() {
        return jedis.isBroken();
    }

    @Override
    public void close() {
        abort();
    }

    private static RedisException failure(JedisException e, String what) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        if (e instanceof JedisConnectionException) {
            Kind kind = isTimeout(e) ? Kind.TIMEOUT : Kind.BROKEN;
            return new RedisException(kind, what + ": " + (kind == Kind.TIMEOUT ? "no answer in time" : message), e);
        }
        Kind kind = e instanceof JedisDataException ? ServerReply.kindOf(message) : Kind.OTHER;
        return new RedisException(kind, what + ": " + message, e);
    }

    private static boolean isTimeout(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
