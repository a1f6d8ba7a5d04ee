package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the keys that match a pattern, on one server after the other, page by page. A key may come twice. For one
 * thread at a time.
 */
final class KeyPages {

    /** How many keys a server looks at for one page. */
    static final int PAGE = 1_000;

    private static final byte[] START = {'0'};
    private static final byte[] MATCH = "MATCH".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COUNT = "COUNT".getBytes(StandardCharsets.US_ASCII);

    private final byte[] pattern;
    private final int page;
    private final Deque<Server> servers;
    private @Nullable Server server;
    private byte[] cursor = START;

    KeyPages(Redis redis, byte[] pattern, int page) {
        this.pattern = pattern;
        this.page = page;
        this.servers = new ArrayDeque<>(redis.topology().masters());
        this.server = servers.poll();
    }

    /** Returns true if there may be more keys. */
    boolean hasNext() {
        return server != null;
    }

    /** Returns the next keys; may be none although there are more. */
    Page next() {
        Server asked = server;
        if (asked == null) {
            throw new IllegalStateException("the walk is at its end; ask hasNext() first");
        }
        Object reply = asked.call(
                Intent.READ,
                connection -> connection.call(Verb.SCAN, cursor, MATCH, pattern, COUNT, Texts.number(page)));
        List<?> answer = ServerReply.list(reply);
        cursor = (byte[]) answer.get(0);
        if (cursor.length == 1 && cursor[0] == '0') {
            cursor = START;
            server = servers.poll();
        }
        List<byte[]> keys = new ArrayList<>();
        ServerReply.list(answer.get(1)).forEach(key -> keys.add((byte[]) key));
        return new Page(asked, keys);
    }

    /** Keys that one server holds. */
    record Page(Server server, List<byte[]> keys) {

        /** Runs commands on that server; a list under one of our keys is no failure. */
        List<@Nullable Object> run(Intent intent, List<Command> commands) {
            if (commands.isEmpty()) {
                return List.of();
            }
            List<@Nullable Object> replies = server.callAll(intent, commands);
            for (Object reply : replies) {
                if (reply instanceof RedisException e && e.kind() != RedisException.Kind.WRONG_TYPE) {
                    throw e;
                }
            }
            return replies;
        }
    }
}
