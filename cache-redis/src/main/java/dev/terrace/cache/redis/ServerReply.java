package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what servers answer. */
final class ServerReply {

    /** By the word that an error begins with. */
    private static final Map<String, Kind> ERRORS = Map.ofEntries(
            Map.entry("LOADING", Kind.NOT_SERVING),
            Map.entry("READONLY", Kind.NOT_SERVING),
            Map.entry("MASTERDOWN", Kind.NOT_SERVING),
            Map.entry("CLUSTERDOWN", Kind.NOT_SERVING),
            Map.entry("TRYAGAIN", Kind.MOVING),
            Map.entry("BUSY", Kind.NOT_SERVING),
            Map.entry("MISCONF", Kind.NOT_SERVING),
            Map.entry("NOREPLICAS", Kind.NOT_SERVING),
            Map.entry("UNBLOCKED", Kind.NOT_SERVING),
            Map.entry("NOAUTH", Kind.ACCESS),
            Map.entry("WRONGPASS", Kind.ACCESS),
            Map.entry("NOPERM", Kind.ACCESS),
            Map.entry("MOVED", Kind.MOVED),
            Map.entry("ASK", Kind.ASK),
            Map.entry("NOSCRIPT", Kind.NO_SCRIPT),
            Map.entry("WRONGTYPE", Kind.WRONG_TYPE),
            Map.entry("OOM", Kind.OUT_OF_MEMORY));

    private ServerReply() {}

    /** Says what an error of the server means. */
    static Kind kindOf(String error) {
        if (error.contains("max number of clients")) {
            return Kind.NOT_SERVING;
        }
        if (error.contains("invalid password") || error.contains("without any password configured")) {
            return Kind.ACCESS;
        }
        int end = error.indexOf(' ');
        Kind known = ERRORS.get(end < 0 ? error : error.substring(0, end));
        return known != null ? known : inScript(error);
    }

    /** An error inside a script comes with the script's name before or after it. */
    private static Kind inScript(String error) {
        for (String word : List.of("OOM", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "MISCONF", "NOREPLICAS")) {
            if (error.contains("-" + word + " ")) {
                return ERRORS.getOrDefault(word, Kind.OTHER);
            }
        }
        return Kind.OTHER;
    }

    static String text(@Nullable Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    static long number(@Nullable Object reply) {
        return reply instanceof Long number ? number : Long.parseLong(text(reply));
    }

    static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }
}
