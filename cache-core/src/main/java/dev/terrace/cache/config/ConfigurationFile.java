package dev.terrace.cache.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a configuration file of at most 1 MiB. */
final class ConfigurationFile {

    /** Far above the longest TTL table; keeps a wrong path (a log, a device) from filling the heap. */
    static final int MOST_BYTES = 1 << 20;

    private ConfigurationFile() {}

    /** Reads the file that a setting names. */
    static GivenSettings named(Given setting) {
        Path path = Settings.CONFIG_FILE.type().reader().read(setting.text());
        try {
            if (path == null) {
                throw new IllegalArgumentException("must be "
                        + Settings.CONFIG_FILE.type().allowed() + " but was " + Redaction.quoted(setting.text()));
            }
            return read(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file by its ending.
     *
     * @throws IllegalArgumentException if it is missing, too long or not of a known kind
     */
    static GivenSettings read(Path path) {
        String name = path.toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return YamlSettings.read(text(path), name);
        }
        if (lower.endsWith(".properties")) {
            return PropertiesSettings.read(text(path), name);
        }
        throw new IllegalArgumentException("configuration file must end in .yaml, .yml or .properties but was "
                + Redaction.quoted(name) + "; rename it");
    }

    private static String text(Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("configuration file must be a file that can be read but was "
                    + Redaction.quoted(path.toString()) + " (" + path.toAbsolutePath()
                    + "); correct the path or the permissions");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("configuration file must be at most " + MOST_BYTES
                        + " bytes long but " + path + " is longer; is it the right file?");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("configuration file " + path + " must be UTF-8; save it as that", e);
        } catch (IOException e) {
            throw new UncheckedIOException("configuration file " + path + " cannot be read", e);
        }
    }
}
