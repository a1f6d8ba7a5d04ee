package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which process a connection leads to.
 *
 * @param runId the process's own random name; empty if the server does not tell
 * @param isReplica true if it only copies another server
 */
record Identity(String runId, boolean isReplica) {

    private static final Pattern RUN_ID = Pattern.compile("(?m)^run_id:(\\S+)");
    private static final Pattern ROLE = Pattern.compile("(?m)^role:(\\S+)");

    /** Asks a server who it is. */
    static Identity of(RedisConnection connection) {
        List<@Nullable Object> replies = connection.callAll(List.of(
                Command.anywhere(Verb.INFO, RedisKeys.bytes("server")),
                Command.anywhere(Verb.INFO, RedisKeys.bytes("replication"))));
        return new Identity(
                find(RUN_ID, replies.get(0)), find(ROLE, replies.get(1)).equals("slave"));
    }

    private static String find(Pattern line, @Nullable Object reply) {
        // A server that forbids INFO is used all the same.
        Matcher matcher = line.matcher(reply instanceof byte[] ? ServerReply.text(reply) : "");
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Throws for a replica: what it answers may be old. */
    void checkServes(HostPort address) {
        if (isReplica) {
            throw new RedisException(Kind.NOT_SERVING, address + " is a replica", null);
        }
    }
}
