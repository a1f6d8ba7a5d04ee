package dev.terrace.cache.cli.console;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /**
     * Reads a text.
     *
     * @throws Failure if it is none
     */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw Failure.of("the answer is no JSON", "let --url name the address of an admin server of Terrace");
        }
    }

    /** Returns an object as a tree: records by the names of their components. */
    public static JsonNode tree(Object object) {
        return MAPPER.valueToTree(object);
    }

    /** Returns an empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Returns a tree on one line. */
    public static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }
}
