package dev.terrace.cache.config;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the settings out of environment variables. An empty variable counts as one that is not set. */
final class EnvironmentSettings {

    private final Map<String, String> nameOf = new HashMap<>();

    private EnvironmentSettings(TierCatalog catalog) {
        catalog.providers()
                .forEach((tier, provider) -> provider.settings()
                        .keySet()
                        .forEach(key ->
                                nameOf.put(Settings.PREFIX + Setting.upper(tier + "." + key), tier + "." + key)));
        Settings.ALL.forEach(setting -> nameOf.put(setting.variable(), setting.name()));
    }

    /** Reads the variables that begin with {@code CACHE_}; what is wrong goes to the problems. */
    static GivenSettings read(Map<String, String> environment, TierCatalog catalog, Problems problems) {
        EnvironmentSettings names = new EnvironmentSettings(catalog);
        GivenSettings settings = new GivenSettings();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (variable.startsWith(Settings.PREFIX) && !text.isBlank()) {
                String name = names.nameOf.get(variable);
                if (name == null) {
                    problems.add(names.unknown(variable));
                } else {
                    settings.add(new Given(name, text.trim(), variable, true));
                }
            }
        });
        return settings;
    }

    private String unknown(String variable) {
        String meant = meant(variable);
        String help = meant == null
                ? "the variables are " + String.join(", ", new TreeMap<>(nameOf).keySet()) + "."
                : "did you mean " + meant + "?";
        return variable + " is not a setting of the cache; " + help + " No variable of another program may begin with "
                + Settings.PREFIX;
    }

    /** Also finds what is named as in a file. */
    private @Nullable String meant(String variable) {
        for (Setting<?> setting : Settings.ALL) {
            if (variable.equals(Settings.PREFIX + Setting.upper(setting.name()))
                    || variable.equals(Settings.PREFIX + Setting.upper(setting.key()))) {
                return setting.variable();
            }
        }
        return Nearest.to(variable, nameOf.keySet());
    }
}
