package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.redis.Server.InFlight;
import dev.terrace.cache.redis.Server.Intent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All servers as one: sends each command to the server that holds its key, batches to all of them at once. Follows
 * redirections of a cluster, and sends a script in full where it is not known yet.
 *
 * <p>Every call may throw {@link RedisException}. Safe for use by many threads.
 */
final class Redis implements AutoCloseable {

    /** How often one command is redirected, or sent in full, at most. */
    private static final int REDIRECTIONS = 3;

    private final Topology topology;

    Redis(Topology topology) {
        this.topology = topology;
    }

    Topology topology() {
        return topology;
    }

    /** Runs a script; all keys must be in one slot. */
    @Nullable
    Object eval(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return call(Intent.WRITE, Command.eval(script, keys, arguments));
    }

    /** Reads a value; null if there is none, or none that is a string. */
    byte @Nullable [] get(byte[] key) {
        try {
            return (byte[]) call(Intent.READ, Command.on(Verb.GET, key));
        } catch (RedisException e) {
            if (e.kind() == Kind.WRONG_TYPE) {
                return null;
            }
            throw e;
        }
    }

    /** Reads many values in one command for each server; null for each that is missing or no string. */
    List<byte @Nullable []> mget(List<byte[]> keys) {
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        if (topology.isOneServer()) {
            Object reply = call(Intent.READ, new Command(Verb.MGET, keys.get(0), keys.toArray(new byte[0][])));
            ServerReply.list(reply).forEach(value -> values.add((byte[]) value));
            return values;
        }
        List<Command> gets = keys.stream().map(key -> Command.on(Verb.GET, key)).toList();
        for (Object reply : callAll(Intent.READ, gets)) {
            values.add(stringOrNull(reply));
        }
        return values;
    }

    /** Reads one reply of many; null if nothing is stored, or no string. */
    static byte @Nullable [] stringOrNull(@Nullable Object reply) {
        if (reply instanceof RedisException e && e.kind() != Kind.WRONG_TYPE) {
            throw e;
        }
        return reply instanceof byte[] bytes ? bytes : null;
    }

    /** Returns a server's clock, in microseconds since 1970. */
    long timeMicros() {
        return ServerClock.micros(call(Intent.READ, Command.anywhere(Verb.TIME)));
    }

    /** Returns the servers' clock minus the local one, in milliseconds; 0 while unknown. In a cluster one speaks for all. */
    long clockOffsetMillis() {
        List<Server> known = topology.known();
        return known.isEmpty() ? 0 : known.get(0).clock().offsetMillis();
    }

    /** Compares the clock of the server that holds a key with the local one. */
    void measureClock(byte[] key) {
        Server server = topology.of(key);
        server.call(Intent.READ, connection -> {
            server.clock().measure(connection);
            return true;
        });
    }

    /** Sends a message to whoever listens on a channel. */
    void publish(byte[] channel, byte[] message) {
        call(Intent.WRITE, Command.on(Verb.PUBLISH, channel, message));
    }

    /**
     * Opens a connection that is the caller's alone, to the server that serves the channel; it works also while calls
     * are kept away from that server. Close it when it is done.
     */
    RedisConnection openFor(byte[] channel) {
        return topology.of(channel).openDedicated();
    }

    /** Runs one command on the server that holds its key. */
    @Nullable
    Object call(Intent intent, Command command) {
        return on(topology.of(command.key()), intent, command, REDIRECTIONS);
    }

    private @Nullable Object on(Server server, Intent intent, Command command, int tries) {
        try {
            return server.call(intent, connection -> connection.call(command.verb(), command.arguments()));
        } catch (RedisException e) {
            if (tries == 0) {
                throw e;
            }
            return again(e, server, intent, command, tries - 1);
        }
    }

    /** Gives an answer that is no failure of the server another try. */
    private @Nullable Object again(RedisException e, Server server, Intent intent, Command command, int tries) {
        return switch (e.kind()) {
            case NO_SCRIPT -> on(server, intent, command.inFull(), tries);
            case MOVED -> on(topology.redirected(e), intent, command, tries);
            case ASK -> asking(topology.redirected(e), intent, command);
            default -> throw e;
        };
    }

    /** The key is on its way from one server to another. */
    private static @Nullable Object asking(Server server, Intent intent, Command command) {
        List<Command> commands = List.of(Command.anywhere(Verb.ASKING), command.inFull());
        Object reply = server.callAll(intent, commands).get(1);
        if (reply instanceof RedisException failure) {
            throw failure;
        }
        return reply;
    }

    /**
     * Runs many commands, with one round trip to each server and all servers at work at the same time. A reply that is
     * a {@link RedisException} is one that the server refused; if a whole server fails, this throws.
     */
    List<@Nullable Object> callAll(Intent intent, List<Command> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        List<@Nullable Object> replies = exchange(intent, commands);
        sendUnknownInFull(intent, commands, replies);
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof RedisException e && isWorthAnotherTry(e)) {
                Command command = commands.get(i);
                replies.set(i, again(e, topology.of(command.key()), intent, command, REDIRECTIONS));
            }
        }
        return replies;
    }

    private List<@Nullable Object> exchange(Intent intent, List<Command> commands) {
        return topology.isOneServer()
                ? topology.of(commands.get(0).key()).callAll(intent, commands)
                : fanOut(intent, commands);
    }

    /** A server that does not know a script refuses all of a batch: they go again together. */
    private void sendUnknownInFull(Intent intent, List<Command> commands, List<@Nullable Object> replies) {
        List<Integer> places = new ArrayList<>();
        List<Command> again = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof RedisException e && e.kind() == Kind.NO_SCRIPT) {
                places.add(i);
                again.add(commands.get(i).inFull());
            }
        }
        if (!again.isEmpty()) {
            List<@Nullable Object> second = exchange(intent, again);
            for (int i = 0; i < places.size(); i++) {
                replies.set(places.get(i), second.get(i));
            }
        }
    }

    private static boolean isWorthAnotherTry(RedisException e) {
        return switch (e.kind()) {
            case MOVED, ASK -> true;
            default -> false;
        };
    }

    private List<@Nullable Object> fanOut(Intent intent, List<Command> commands) {
        Map<Server, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < commands.size(); i++) {
            places.computeIfAbsent(topology.of(commands.get(i).key()), s -> new ArrayList<>())
                    .add(i);
        }
        Map<InFlight, List<Integer>> sent = new LinkedHashMap<>();
        try {
            places.forEach((server, mine) -> sent.put(
                    server.send(intent, mine.stream().map(commands::get).toList()), mine));
            List<@Nullable Object> replies = new ArrayList<>(Collections.nCopies(commands.size(), null));
            sent.forEach((inFlight, mine) -> {
                List<@Nullable Object> some = inFlight.replies();
                for (int i = 0; i < some.size(); i++) {
                    replies.set(mine.get(i), some.get(i));
                }
            });
            return replies;
        } catch (RedisException e) {
            throw sent.isEmpty() ? e : e.afterAPart();
        } finally {
            sent.keySet().forEach(InFlight::abandon);
        }
    }

    @Override
    public void close() {
        topology.close();
    }
}
