package dev.terrace.cache.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings in the order in which they were written, each once. For one thread. */
final class GivenSettings {

    private final Map<String, Given> byName = new LinkedHashMap<>();

    /**
     * Adds a setting.
     *
     * @throws IllegalArgumentException if it is there already
     */
    void add(Given given) {
        Given other = byName.putIfAbsent(given.name(), given);
        if (other != null) {
            throw new IllegalArgumentException(
                    given.source() + " is set twice, before as " + other.source() + "; remove one of them");
        }
    }

    /** Adds settings that go before these; a whole TTL table goes before one in rows. */
    void override(GivenSettings others) {
        if (others.find(Settings.TTL_TABLE.name()) != null) {
            byName.keySet().removeIf(name -> name.startsWith(Settings.TTL_TABLE.name() + "."));
        }
        byName.putAll(others.byName);
    }

    @Nullable
    Given find(String name) {
        return byName.get(name);
    }

    Collection<Given> all() {
        return byName.values();
    }
}
