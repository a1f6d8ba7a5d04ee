package dev.terrace.cache.server.http;

import io.javalin.http.Context;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON; what cannot be read is the client's problem. Safe for use by many threads. */
public final class Json {

    private static final String TYPE = "application/json";

    private static final int DEEPEST = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Answers with an object. */
    public static void answer(Context context, Object answer) {
        context.contentType(TYPE).result(bytes(answer));
    }

    /** Returns an object as JSON in UTF-8. */
    public static byte[] bytes(Object object) {
        return MAPPER.writeValueAsBytes(object);
    }

    /** Returns any value as a tree; throws what Jackson throws if it has no JSON. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a body.
     *
     * @throws Problem if it is no JSON, or not such a record
     */
    public static <T> T read(byte[] body, Class<T> type, String example) {
        try {
            T read = MAPPER.readValue(body, type);
            if (read != null) {
                return read;
            }
        } catch (JacksonException e) {
            throw Problem.badRequest("the body is not understood: " + e.getOriginalMessage(), "send " + example);
        }
        throw Problem.badRequest("the body is null", "send " + example);
    }

    /**
     * Reads a value of any type.
     *
     * @throws Problem if the tree is no such value
     */
    public static Object value(JsonNode tree, Type type) {
        try {
            Object read = MAPPER.readerFor(MAPPER.constructType(type)).readValue(tree);
            if (read != null) {
                return read;
            }
        } catch (JacksonException e) {
            throw Problem.badRequest(
                    "value is no " + type.getTypeName() + ": " + e.getOriginalMessage(),
                    "send the value as the region's type is written in JSON");
        }
        throw Problem.badRequest("value is null", "send a value, or DELETE the entry");
    }
}
