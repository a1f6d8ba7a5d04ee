package dev.terrace.cache.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings as they hold, to be shown. */
final class EffectiveSettings {

    private static final String MEGABYTES = "MB";

    private EffectiveSettings() {}

    /** Returns what was given, and the defaults of the rest, by name; secrets are hidden. */
    static Map<String, String> of(GivenSettings given, CheckedSettings checked, TierCatalog catalog) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            Given own = given.find(setting.name());
            boolean isUnused =
                    catalog.knows(setting.section()) && !checked.wantedTiers().containsKey(setting.section());
            if (own != null && !setting.equals(Settings.CONFIG_FILE)) {
                all.put(setting.name(), shown(own, setting));
            } else if (own == null && !isUnused && !setting.byDefault().isEmpty()) {
                all.put(setting.name(), setting.byDefault());
            }
        }
        given.all().stream()
                .filter(other -> !other.name().equals(Settings.CONFIG_FILE.name()))
                .forEach(other -> all.computeIfAbsent(other.name(), name -> plain(SettingsCheck.shown(other))));
        return Collections.unmodifiableMap(all);
    }

    /** A variable may count in a unit of its own. */
    private static String shown(Given given, Setting<?> setting) {
        String text = plain(SettingsCheck.shown(given));
        boolean isPlainNumber = text.chars().allMatch(Character::isDigit);
        boolean hasUnit = setting.variable().endsWith("_" + MEGABYTES);
        return given.inEnvironment() && hasUnit && isPlainNumber ? text + MEGABYTES : text;
    }

    private static String plain(String shown) {
        boolean isQuoted = shown.length() > 1 && shown.startsWith("\"") && shown.endsWith("\"");
        return isQuoted ? shown.substring(1, shown.length() - 1) : shown;
    }
}
