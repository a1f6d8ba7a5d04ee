package dev.terrace.cache.config;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.tier.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings for a {@link CacheManager} as text, from the environment or a file; {@code
 * docs/configuration.md} lists them all. A configuration that exists is right: names, values and how
 * they go together were checked, and the tiers that it asks for are on the class path. Immutable.
 *
 * <p>What is wrong is told as an {@link IllegalArgumentException} with a line per problem, each naming
 * the setting, its value and what is allowed. Passwords and keys appear in no message.
 */
public final class Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

    private final GivenSettings given;
    private final CheckedSettings checked;
    private final TierCatalog catalog;

    private Configuration(GivenSettings given, CheckedSettings checked, TierCatalog catalog) {
        this.given = given;
        this.checked = checked;
        this.catalog = catalog;
    }

    /**
     * Reads variables that begin with {@code CACHE_}, and before them the file that {@code
     * CACHE_CONFIG_FILE} names, if it is set. A variable goes before the same setting in the file; an
     * empty one counts as not set.
     *
     * @param environment for example {@link System#getenv()}
     * @throws IllegalArgumentException naming the variable, its value and what is allowed
     */
    public static Configuration fromEnvironment(Map<String, String> environment) {
        return fromEnvironment(environment, TierCatalog.discover());
    }

    static Configuration fromEnvironment(Map<String, String> environment, TierCatalog catalog) {
        Problems problems = new Problems();
        GivenSettings variables = EnvironmentSettings.read(environment, catalog, problems);
        Given file = variables.find(Settings.CONFIG_FILE.name());
        GivenSettings settings = file == null ? new GivenSettings() : ConfigurationFile.named(file);
        settings.override(variables);
        return checked(settings, catalog, problems);
    }

    /**
     * Reads a file that ends in {@code .yaml}, {@code .yml} or {@code .properties}; at most 1 MiB of
     * UTF-8. The environment is not looked at.
     *
     * @throws IllegalArgumentException naming the setting and its line, the value and what is allowed
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static Configuration fromFile(Path file) {
        return of(ConfigurationFile.read(file), TierCatalog.discover());
    }

    /**
     * Reads settings from YAML.
     *
     * @throws IllegalArgumentException naming the setting and its line, the value and what is allowed
     */
    public static Configuration fromYaml(String yaml) {
        return of(YamlSettings.read(yaml, "YAML"), TierCatalog.discover());
    }

    /**
     * Takes settings by the names that they have in a file: {@code memory.max-entries}.
     *
     * @param settings in the order of the map, which counts for rows of the TTL table
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public static Configuration fromSettings(Map<String, String> settings) {
        GivenSettings given = new GivenSettings();
        settings.forEach((name, text) -> given.add(new Given(name, text, name, false)));
        return of(given, TierCatalog.discover());
    }

    static Configuration of(GivenSettings settings, TierCatalog catalog) {
        return checked(settings, catalog, new Problems());
    }

    private static Configuration checked(GivenSettings settings, TierCatalog catalog, Problems problems) {
        CheckedSettings checked = SettingsCheck.check(settings, catalog, problems);
        problems.throwIfAny();
        return new Configuration(settings, checked, catalog);
    }

    CheckedSettings checked() {
        return checked;
    }

    TierCatalog catalog() {
        return catalog;
    }

    /**
     * Makes and starts a manager.
     *
     * @throws IllegalArgumentException if a tier refuses its settings
     */
    public CacheManager start() {
        return builder().build();
    }

    /**
     * Returns a builder with these settings, for callers who add what no text can say, such as listeners.
     * The tiers are made, and started by {@link ManagerBuilder#build()}.
     *
     * @throws IllegalArgumentException if a tier refuses its settings
     */
    public ManagerBuilder builder() {
        List<Tier> tiers = catalog.create(checked.wantedTiers());
        ManagerBuilder builder = CacheManager.builder()
                .memory(checked::memory)
                .regionDefaults(new RegionChanges(checked.values()))
                .ttlTable(checked.ttlTable())
                .writeBehind(checked::writeBehind);
        var interval = checked.values().get(Settings.CLEANUP_INTERVAL);
        if (interval != null) {
            builder.cleanupEvery(interval);
        }
        Long total = checked.values().get(Settings.TOTAL_BYTES);
        if (total != null) {
            builder.totalBytes(total);
        }
        tiers.forEach(builder::tier);
        checked.regions().forEach(builder::region);
        report(tiers);
        return builder;
    }

    private void report(List<Tier> tiers) {
        LOG.info(
                "cache_configured backend={} lower_tiers={}",
                checked.backend(),
                tiers.stream().map(Tier::name).toList());
        TreeSet<String> unused = new TreeSet<>(checked.tiers().keySet());
        unused.removeAll(checked.wantedTiers().keySet());
        if (!unused.isEmpty()) {
            LOG.warn(
                    "cache_settings_unused backend={} tiers={}: only backend layered uses them",
                    checked.backend(),
                    unused);
        }
    }

    /**
     * Makes the tiers below memory that are asked for, for callers who use them without a manager.
     *
     * @return in the order of the chain, not started; the caller closes them
     * @throws IllegalArgumentException if a tier refuses its settings
     */
    public List<Tier> tiers() {
        return List.copyOf(catalog.create(checked.wantedTiers()));
    }

    /** Returns the names of the regions that have settings of their own. */
    public Set<String> regions() {
        return Set.copyOf(checked.regions().keySet());
    }

    /**
     * Returns what holds: the settings that were given, and the defaults of the others, but for tiers that are not used.
     *
     * @return by the names that they have in a file, in the order of {@code docs/configuration.md}; without passwords and
     *     keys
     */
    public Map<String, String> effective() {
        return EffectiveSettings.of(given, checked, catalog);
    }

    /** Returns the settings that were given, without passwords and keys. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Configuration[", "]");
        given.all().forEach(setting -> text.add(setting.name() + "=" + SettingsCheck.shown(setting)));
        return text.toString();
    }
}
