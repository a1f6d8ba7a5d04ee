package dev.terrace.cache.demo.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of the shop.
 *
 * @param by who had it; null where that makes no sense
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
record Reply(int status, String type, byte[] body, @Nullable String by) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int FINE = 200;

    static Reply json(Object answer, @Nullable String by) {
        return new Reply(FINE, "application/json", JSON.writeValueAsBytes(answer), by);
    }

    static Reply text(String text) {
        return new Reply(FINE, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), null);
    }

    static Reply problem(int status, String what, String fix) {
        return new Reply(
                status,
                "application/problem+json",
                JSON.writeValueAsBytes(Map.of("status", status, "detail", what, "fix", fix)),
                null);
    }
}
