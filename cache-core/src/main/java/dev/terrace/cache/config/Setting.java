package dev.terrace.cache.config;

import java.util.Locale;

/**
 * One setting: a row of the table in {@link Settings}.
 *
 * @param section the part of the file that it stands in; empty for the top
 * @param key its name there
 * @param byDefault the text that changes nothing; empty if there is none
 * @param meaning a sentence
 */
record Setting<T>(String section, String key, SettingType<T> type, String byDefault, String meaning) {

    /** What a variable that names its unit ends with, and what the setting ends with then. */
    private static final String BYTES_OF_MEMORY = "L1_MAX_BYTES";

    private static final String MEGABYTES_OF_MEMORY = "L1_MAX_MEMORY_MB";

    /** Returns the name in a file. */
    String name() {
        return section.isEmpty() ? key : section + "." + key;
    }

    /** Returns the name of the environment variable. */
    String variable() {
        String part = switch (section) {
            case "memory" -> "l1." + key;
            case Settings.DEFAULTS -> "default." + key;
            default -> name();
        };
        String upper = upper(part);
        return Settings.PREFIX + (upper.equals(BYTES_OF_MEMORY) ? MEGABYTES_OF_MEMORY : upper);
    }

    /** Returns the type that the environment variable has: its name may say the unit. */
    SettingType<?> variableType() {
        return variable().endsWith("_MB") ? SettingType.megabytesOrNone() : type;
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
