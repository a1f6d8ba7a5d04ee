package dev.terrace.cache.config;

import java.util.stream.Collectors;

/** What the documents say, made from the table of settings. */
final class SettingDocuments {

    private SettingDocuments() {}

    /** Returns the table of {@code docs/configuration.md}: those of regions, or all others. */
    static String table(boolean ofRegions) {
        String rows = Settings.ALL.stream()
                .filter(setting -> ofRegions == setting.section().equals(Settings.DEFAULTS))
                .map(SettingDocuments::row)
                .collect(Collectors.joining("\n"));
        return """
                | in a file | variable | allowed | default | meaning |
                |---|---|---|---|---|
                """ + rows + "\n";
    }

    private static String row(Setting<?> setting) {
        String name = setting.equals(Settings.CONFIG_FILE) ? "–" : "`" + setting.name() + "`";
        String byDefault = setting.byDefault().isEmpty() ? "–" : "`" + setting.byDefault() + "`";
        return "| " + name + " | `" + setting.variable() + "` | "
                + setting.type().allowed() + " | " + byDefault + " | " + setting.meaning() + " |";
    }

    /** Returns the whole of {@code .env.example}. */
    static String environment() {
        String variables = Settings.ALL.stream()
                .map(setting -> "# " + setting.meaning() + "\n# Allowed: "
                        + setting.variableType().allowed() + ".\n#" + setting.variable() + "=" + example(setting)
                        + "\n")
                .collect(Collectors.joining("\n"));
        return """
                # Every variable that the cache reads, with its default or, where there is none, an example.
                # Remove the # before the ones to change. docs/configuration.md says more.

                """ + variables;
    }

    /** Returns the default, or an example where there is none. */
    static String example(Setting<?> setting) {
        String byDefault = setting.byDefault();
        return byDefault.isEmpty() ? setting.type().example() : byDefault;
    }
}
