package dev.terrace.cache.config;

import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns texts into {@link CheckedSettings}, and collects what is wrong with them. For one thread. */
final class SettingsCheck {

    private static final String ROWS_OF_TTL = Settings.TTL_TABLE.name() + ".";
    private static final String IN_REGIONS = Settings.REGIONS + ".";
    private static final Map<String, Setting<?>> BY_NAME = new HashMap<>();

    static {
        Settings.ALL.forEach(setting -> BY_NAME.put(setting.name(), setting));
    }

    private final TierCatalog catalog;
    private final Problems problems;
    private final Values values = new Values();
    private final List<TtlTable.Row> ttlRows = new ArrayList<>();
    private final Map<String, RegionChanges> regions = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tiers = new TreeMap<>();
    private final Map<String, String> sourceOfTier = new HashMap<>();

    private SettingsCheck(TierCatalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** Checks all settings; the result is of use only if there are no problems. */
    static CheckedSettings check(GivenSettings settings, TierCatalog catalog, Problems problems) {
        SettingsCheck check = new SettingsCheck(catalog, problems);
        settings.all().forEach(check::take);
        TtlTable table = check.values.get(Settings.TTL_TABLE, new TtlTable(check.ttlRows));
        CheckedSettings checked = new CheckedSettings(check.values, table, check.regions, check.tiers);
        check.checkTiers(checked, settings);
        check.checkTotal(checked, settings);
        check.checkRegions();
        return checked;
    }

    /** Returns the value of a setting as it may be shown. */
    static String shown(Given given) {
        Setting<?> setting = BY_NAME.get(given.name());
        if (setting != null) {
            return setting.type().shown().apply(given.text());
        }
        return Redaction.soundsSecret(given.name()) ? Redaction.HIDDEN : Redaction.quoted(given.text());
    }

    private void take(Given given) {
        Setting<?> setting = BY_NAME.get(given.name());
        if (setting != null && (given.inEnvironment() || !setting.equals(Settings.CONFIG_FILE))) {
            takeRow(given, setting);
        } else if (given.name().startsWith(ROWS_OF_TTL)) {
            takeTtl(given, given.name().substring(ROWS_OF_TTL.length()));
        } else if (given.name().startsWith(IN_REGIONS)) {
            takeRegion(given, given.name().substring(IN_REGIONS.length()));
        } else {
            takeOfTier(given);
        }
    }

    private void takeRow(Given given, Setting<?> setting) {
        Object value = read(given, given.inEnvironment() ? setting.variableType() : setting.type());
        if (value != null) {
            values.put(setting, value);
            if (catalog.knows(setting.section())) {
                checkTaken(given, setting);
                putOfTier(given, setting.section(), setting.key(), value.toString());
            }
        }
    }

    /** A module of another release may not know it. */
    private void checkTaken(Given given, Setting<?> setting) {
        Map<String, String> taken = catalog.settingsOf(setting.section());
        if (catalog.missing(setting.section()) == null && !taken.containsKey(setting.key())) {
            problems.add(given.source() + " is not taken by the tier " + setting.section()
                    + " on the class path, which takes " + String.join(", ", new TreeSet<>(taken.keySet()))
                    + "; use modules of one release");
        }
    }

    private @Nullable Object read(Given given, SettingType<?> type) {
        Object value = type.reader().read(given.text());
        if (value == null) {
            problems.add(given.source() + " must be " + type.allowed() + " but was "
                    + type.shown().apply(given.text()) + Nearest.suggestion(given.text(), type.words()));
        }
        return value;
    }

    private void takeTtl(Given given, String pattern) {
        Duration ttl = (Duration) read(given, SettingType.duration());
        Glob glob = TtlRows.pattern(pattern);
        if (glob == null) {
            problems.add(given.source() + " must have a pattern such as news:* or chart:5d:* as its name");
        } else if (ttlRows.size() == TtlRows.MOST) {
            problems.add(given.source() + " is one row too many; the table takes " + TtlRows.MOST);
        } else if (ttl != null) {
            ttlRows.add(new TtlTable.Row(glob, ttl));
        }
    }

    private void takeRegion(Given given, String regionAndKey) {
        int dot = regionAndKey.lastIndexOf('.');
        String region = regionAndKey.substring(0, Math.max(0, dot));
        Setting<?> setting = BY_NAME.get(Settings.DEFAULTS + "." + regionAndKey.substring(dot + 1));
        if (!TierKey.isRegionName(region)) {
            problems.add(
                    given.source() + " must name a region of 1 to 64 letters, digits, dots, dashes and underscores,"
                            + " and then a setting: regions.<region>.ttl");
        } else if (setting == null) {
            problems.add(UnknownSetting.inRegion(given, regionAndKey.substring(dot + 1)));
        } else {
            Object value = read(given, setting.type());
            if (value != null) {
                regions.computeIfAbsent(region, name -> new RegionChanges(new Values()))
                        .values()
                        .put(setting, value);
            }
        }
    }

    private void takeOfTier(Given given) {
        int dot = given.name().indexOf('.');
        String tier = given.name().substring(0, Math.max(0, dot));
        String key = given.name().substring(dot + 1);
        if (catalog.settingsOf(tier).containsKey(key)) {
            putOfTier(given, tier, key, given.text());
        } else {
            problems.add(UnknownSetting.anywhere(given, catalog));
        }
    }

    private void putOfTier(Given given, String tier, String key, String text) {
        tiers.computeIfAbsent(tier, name -> new TreeMap<>()).put(key, text);
        sourceOfTier.putIfAbsent(tier, given.source());
    }

    private void checkTiers(CheckedSettings checked, GivenSettings settings) {
        Given backend = settings.find(Settings.BACKEND.name());
        for (String tier : checked.wantedTiers().keySet()) {
            String asks = checked.backend() == Backend.LAYERED || backend == null
                    ? sourceOfTier.getOrDefault(tier, sourceOf(Settings.TOTAL_BYTES, settings, tier))
                    : backend.source() + " " + Redaction.quoted(backend.text());
            String missing = catalog.missing(tier);
            if (missing != null) {
                problems.add(asks + " " + missing);
            }
            if (tier.equals(TierCatalog.REDIS) && settings.find(Settings.REDIS_URL.name()) == null) {
                problems.add(asks + " needs " + Settings.REDIS_URL.name() + " (" + Settings.REDIS_URL.variable()
                        + ") to be " + Settings.REDIS_URL.type().allowed());
            }
        }
    }

    private static String sourceOf(Setting<?> setting, GivenSettings settings, String otherwise) {
        Given given = settings.find(setting.name());
        return given == null ? otherwise : given.source();
    }

    private void checkTotal(CheckedSettings checked, GivenSettings settings) {
        Given total = settings.find(Settings.TOTAL_BYTES.name());
        if (total == null) {
            return;
        }
        if (checked.backend() != Backend.LAYERED) {
            problems.add(total.source() + " divides a budget between memory and disk; leave it out, or leave "
                    + Settings.BACKEND.name() + " out");
        }
        for (Setting<?> limit : List.of(Settings.MEMORY_BYTES, Settings.DISK_BYTES)) {
            Given other = settings.find(limit.name());
            if (other != null) {
                problems.add(total.source() + " takes the place of " + other.source() + "; leave one of them out");
            }
        }
    }

    /** Some settings are right alone and wrong together. */
    private void checkRegions() {
        RegionSettings defaults = checkRegion(Settings.DEFAULTS, new RegionChanges(values), RegionSettings.DEFAULT);
        regions.forEach((name, changes) -> checkRegion(IN_REGIONS + name, changes, defaults));
    }

    private RegionSettings checkRegion(String section, RegionChanges changes, RegionSettings before) {
        try {
            return changes.apply(before);
        } catch (IllegalArgumentException e) {
            problems.add(section + ": " + e.getMessage());
            return before;
        }
    }
}
