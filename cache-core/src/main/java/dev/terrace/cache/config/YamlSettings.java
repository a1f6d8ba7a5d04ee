package dev.terrace.cache.config;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the settings out of YAML: sections within sections, down to single values, which become names
 * joined by dots. Takes the parser's tokens one by one and makes no object graph; refuses aliases, so that no
 * text grows when it is read. A message never quotes the text: it may hold secrets.
 */
final class YamlSettings {

    private static final int DEEPEST = 3;
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final GivenSettings settings = new GivenSettings();
    private final Deque<String> sections = new ArrayDeque<>();
    private @Nullable String key;

    private YamlSettings(String file) {
        this.file = file;
    }

    /**
     * Reads a text.
     *
     * @param file how messages name it
     * @throws IllegalArgumentException saying where it is not what is allowed
     */
    static GivenSettings read(String text, String file) {
        YamlSettings reader = new YamlSettings(file);
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            reader.readAll((YAMLParser) parser);
        } catch (JacksonException e) {
            // Without the cause: its message quotes the lines around the place.
            throw new IllegalArgumentException(file + " is not valid YAML" + place(e.getLocation())
                    + "; check indentation, settings given twice, and quote patterns and values that hold"
                    + " any of * & : # {");
        }
        return reader.settings;
    }

    private void readAll(YAMLParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null || isEmptyText(parser, token)) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw wrong(parser, "must begin with a setting such as \"backend: memory\"");
        }
        do {
            readToken(parser, token);
            token = parser.nextToken();
        } while (token != null && !sections.isEmpty());
        if (token != null && !isEmptyText(parser, token)) {
            throw wrong(parser, "holds a second document; put all settings into one");
        }
    }

    private static boolean isEmptyText(YAMLParser parser, JsonToken token) {
        return token == JsonToken.VALUE_NULL
                || (token == JsonToken.VALUE_STRING && parser.getString().isBlank());
    }

    private void readToken(YAMLParser parser, JsonToken token) {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw wrong(parser, "uses an anchor or alias; write the value out, and quote patterns that begin with *");
        }
        switch (token) {
            case START_OBJECT -> open(parser);
            case END_OBJECT -> sections.removeLast();
            case PROPERTY_NAME -> key = parser.currentName();
            case START_ARRAY -> throw wrong(parser, "has a list at " + name(key) + "; give it one value per line");
            case VALUE_NULL -> throw wrong(parser, "has no value at " + name(key) + "; give one or remove the line");
            default -> settings.add(given(parser, name(key), parser.getString()));
        }
    }

    private void open(YAMLParser parser) {
        if (sections.size() == DEEPEST) {
            throw wrong(parser, "is nested too deep at " + name(key) + "; regions and their settings are the deepest");
        }
        sections.addLast(sections.isEmpty() ? "" : name(key) + ".");
    }

    private String name(@Nullable String last) {
        String section = sections.isEmpty() ? "" : sections.getLast();
        return section + (last == null ? "" : last);
    }

    private Given given(YAMLParser parser, String name, String text) {
        return new Given(name, text, name + " (" + file + place(parser.currentTokenLocation()) + ")", false);
    }

    private IllegalArgumentException wrong(YAMLParser parser, String problem) {
        return new IllegalArgumentException(file + " " + problem + place(parser.currentTokenLocation()));
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
    }
}
