package dev.terrace.cache.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What to say of a name that means nothing. The value is left out: it may be a password. */
final class UnknownSetting {

    private UnknownSetting() {}

    /** Returns a sentence for a setting of a region. */
    static String inRegion(Given given, String key) {
        List<String> keys = keysOf(Settings.DEFAULTS);
        return given.source() + " is not a setting of a region" + Nearest.suggestion(key, keys) + "; a region takes "
                + String.join(", ", keys);
    }

    /** Returns a sentence for a setting of any other section. */
    static String anywhere(Given given, TierCatalog catalog) {
        String section = given.name().substring(0, Math.max(0, given.name().indexOf('.')));
        Set<String> keys = new TreeSet<>(keysOf(section));
        keys.addAll(catalog.settingsOf(section).keySet());
        String sentence = given.source() + " is not a setting of the cache";
        if (section.isEmpty() || keys.isEmpty()) {
            return sentence + suggestion(given.name()) + "; the file takes " + String.join(", ", top(catalog));
        }
        String key = given.name().substring(section.length() + 1);
        String more = catalog.knows(section) && catalog.missing(section) != null
                ? "; for the others the tier " + section + " must be on the class path"
                : "";
        return sentence + Nearest.suggestion(key, keys) + "; " + section + " takes " + String.join(", ", keys) + more;
    }

    /** Finds a setting that stands in another section, too. */
    private static String suggestion(String name) {
        String key = name.substring(name.lastIndexOf('.') + 1);
        for (Setting<?> setting : Settings.ALL) {
            if (setting.key().equals(key) && !setting.section().isEmpty()) {
                return "; did you mean " + setting.name() + "?";
            }
        }
        List<String> names = new ArrayList<>();
        Settings.ALL.forEach(setting -> names.add(setting.name()));
        return Nearest.suggestion(name, names);
    }

    private static List<String> keysOf(String section) {
        List<String> keys = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            if (!setting.section().isEmpty() && setting.section().equals(section)) {
                keys.add(setting.key());
            }
        }
        return keys;
    }

    private static Set<String> top(TierCatalog catalog) {
        Set<String> names = new TreeSet<>(catalog.providers().keySet());
        names.add(Settings.REGIONS);
        for (Setting<?> setting : Settings.ALL) {
            names.add(setting.section().isEmpty() ? setting.key() : setting.section());
        }
        names.remove(Settings.CONFIG_FILE.key());
        return names;
    }
}
