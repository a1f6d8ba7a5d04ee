package dev.terrace.cache.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Reads the settings out of a properties file, in its order and each once. */
final class PropertiesSettings {

    private PropertiesSettings() {}

    /**
     * Reads a text.
     *
     * @param file how messages name it
     */
    static GivenSettings read(String text, String file) {
        GivenSettings settings = new GivenSettings();
        try {
            new InOrder(settings, file).load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().contains("\\uxxxx")) {
                throw new IllegalArgumentException(file + " has a broken \\u escape; write \\\\ for a backslash", e);
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the text is in memory", e);
        }
        return settings;
    }

    /** Hands each line on at once, because {@link Properties} forgets the order and the duplicates. */
    private static final class InOrder extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient GivenSettings settings;
        private final String file;

        InOrder(GivenSettings settings, String file) {
            this.settings = settings;
            this.file = file;
        }

        @Override
        public synchronized Object put(Object name, Object text) {
            settings.add(new Given(name.toString(), text.toString(), name + " (" + file + ")", false));
            return text;
        }
    }
}
