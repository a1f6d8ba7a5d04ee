package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.codec.Compression;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.policy.WriteStrategy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table: each row reads its default and its example, refuses what is wrong, and changes what it says. */
class SettingsTest {

    private static final String KEY = "A".repeat(43) + "=";

    static Stream<Setting<?>> all() {
        return Settings.ALL.stream();
    }

    static Configuration with(String... namesAndTexts) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            settings.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return with(settings);
    }

    static Configuration with(Map<String, String> settings) {
        GivenSettings given = new GivenSettings();
        settings.forEach((name, text) -> given.add(new Given(name, text, name, false)));
        return Configuration.of(given, FakeTiers.CATALOG);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theDefaultAndTheExampleAreAllowed(Setting<?> setting) {
        String text = setting.equals(Settings.ENCRYPTION_KEYS) ? "1:" + KEY : SettingDocuments.example(setting);
        assertThat(setting.type().reader().read(text)).isNotNull();
        assertThat(setting.variableType().reader().read(text)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aWrongValueIsRefusedByNameValueAndWhatIsAllowed(Setting<?> setting) {
        if (setting.equals(Settings.CONFIG_FILE)) {
            return;
        }
        String wrong = setting.equals(Settings.DISK_DIRECTORY) ? "\0" : "?";
        assertThatThrownBy(() -> Configuration.fromEnvironment(Map.of(setting.variable(), wrong), FakeTiers.CATALOG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting.variable() + " must be "
                        + setting.variableType().allowed() + " but was ");
        if (!setting.equals(Settings.REDIS_URL)) {
            assertThatThrownBy(() -> with(setting.name(), wrong))
                    .hasMessageStartingWith(
                            setting.name() + " must be " + setting.type().allowed() + " but was ");
        }
    }

    @Test
    void namesAndVariablesAreUnique() {
        assertThat(all().map(Setting::name)).doesNotHaveDuplicates();
        assertThat(all().map(Setting::variable)).doesNotHaveDuplicates();
    }

    @Test
    void theDefaultsOfTheTableAreThoseOfTheCode() {
        Map<String, String> settings = new LinkedHashMap<>();
        all().filter(setting -> !setting.byDefault().isEmpty())
                .forEach(setting -> settings.put(setting.name(), setting.byDefault()));
        CheckedSettings checked = with(settings).checked();
        RegionSettings region = new RegionChanges(checked.values()).apply(RegionSettings.DEFAULT);
        assertThat(region.codec().name())
                .isEqualTo(RegionSettings.DEFAULT.codec().name());
        assertThat(region.codec(RegionSettings.DEFAULT.codec())).isEqualTo(RegionSettings.DEFAULT);

        assertThat(checked.memory(MemorySettings.DEFAULT)).isEqualTo(MemorySettings.DEFAULT);
        assertThat(checked.writeBehind(WriteBehind.DEFAULT)).isEqualTo(WriteBehind.DEFAULT);
        assertThat(checked.backend()).isEqualTo(with().checked().backend());
        assertThat(checked.values().get(Settings.CLEANUP_INTERVAL)).isEqualTo(Duration.ofHours(1));
    }

    static Stream<Arguments> changes() {
        return Stream.concat(changesOfTime(), changesOfPlaceAndForm());
    }

    private static Stream<Arguments> changesOfTime() {
        return Stream.of(
                change(
                        "ttl",
                        "1h",
                        region -> Duration.ofHours(1).equals(region.expiry().ttl())),
                change(
                        "memory-ttl",
                        "5m",
                        region -> Duration.ofMinutes(5).equals(region.expiry().memoryTtl())),
                change(
                        "idle",
                        "90s",
                        region -> Duration.ofSeconds(90).equals(region.expiry().idle())),
                change("jitter", "10%", region -> region.expiry().jitter() == 0.1),
                change(
                        "negative-ttl",
                        "30",
                        region -> Duration.ofSeconds(30).equals(region.loading().negativeTtl())),
                change(
                        "soft-timeout",
                        "200ms",
                        region -> Duration.ofMillis(200).equals(region.loading().softTimeout())),
                change(
                        "hard-timeout",
                        "2s",
                        region -> Duration.ofSeconds(2).equals(region.loading().hardTimeout())),
                change("refresh-ahead", "0.8", region -> region.loading().refreshAhead() == 0.8),
                change(
                        "lease-wait",
                        "3s",
                        region -> Duration.ofSeconds(3).equals(region.loading().leaseWait())),
                change(
                        "stale-if-error",
                        "1d",
                        region -> region.stale().equals(StalePolicy.ifError(Duration.ofDays(1)))));
    }

    private static Stream<Arguments> changesOfPlaceAndForm() {
        return Stream.of(
                change(
                        "stale-throttle",
                        "5s",
                        region -> region.stale().throttle().equals(Duration.ofSeconds(5))),
                change("max-stale", "0", region -> region.stale().maxStale().isZero()),
                change(
                        "promotion",
                        "never",
                        region -> region.placement().promotion().equals(Promotion.NEVER)),
                change(
                        "promotion",
                        "3",
                        region -> region.placement().promotion().equals(Promotion.afterHits(3))),
                change(
                        "promotion-in-background",
                        "true",
                        region -> region.placement().promotion().equals(Promotion.ALWAYS.inBackground())),
                change("demotion", "true", region -> region.placement().demotion()),
                change("write-strategy", "cache-aside", region -> region.writes() == WriteStrategy.CACHE_ASIDE),
                change("codec", "json", region -> region.codec().name().equals("json")),
                change("compression", "zstd", region -> region.payload().compression() == Compression.ZSTD),
                change(
                        "compression-threshold",
                        "4KiB",
                        region -> region.payload().thresholdBytes() == 4096));
    }

    private static Arguments change(String key, String text, Predicate<RegionSettings> happened) {
        return Arguments.of(key, text, happened);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void settingsOfRegionsChangeOneThing(String key, String text, Predicate<RegionSettings> happened) {
        assertThat(happened).rejects(RegionSettings.DEFAULT);
        RegionChanges defaults =
                new RegionChanges(with("defaults." + key, text).checked().values());
        assertThat(happened).accepts(defaults.apply(RegionSettings.DEFAULT));
        CheckedSettings own = with("regions.a.b." + key, text).checked();
        assertThat(happened).accepts(own.regions().get("a.b").apply(RegionSettings.DEFAULT));
        assertThat(happened).rejects(new RegionChanges(own.values()).apply(RegionSettings.DEFAULT));
    }

    @Test
    void everySettingOfRegionsIsTested() {
        assertThat(changes().map(change -> "defaults." + change.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        all().filter(setting -> setting.section().equals("defaults"))
                                .map(Setting::name)
                                .toList());
    }

    @Test
    void aRegionTakesBackWhatTheDefaultsSay() {
        CheckedSettings checked = with(
                        "defaults.ttl",
                        "1h",
                        "defaults.idle",
                        "5m",
                        "regions.static.ttl",
                        "none",
                        "defaults.stale-throttle",
                        "1s",
                        "regions.static.stale-if-error",
                        "1h")
                .checked();
        RegionSettings defaults = new RegionChanges(checked.values()).apply(RegionSettings.DEFAULT);
        RegionSettings region = checked.regions().get("static").apply(defaults);
        assertThat(region.expiry().ttl()).isNull();
        assertThat(region.expiry().idle()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theQueueIsSet() {
        CheckedSettings checked = with(
                        "write-behind.capacity",
                        "5",
                        "write-behind.batch",
                        "2",
                        "write-behind.retry-from",
                        "1s",
                        "write-behind.retry-up-to",
                        "1m",
                        "write-behind.flush-on-close",
                        "0",
                        "write-behind.volatile-queue",
                        "true")
                .checked();
        assertThat(checked.writeBehind(WriteBehind.DEFAULT))
                .isEqualTo(new WriteBehind(5, 2, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ZERO, true));
    }

    @ParameterizedTest
    @CsvSource({
        "200MB, none, 200000000, 9223372036854775807",
        "none, 50, 9223372036854775807, 50",
        "1GiB, 50, 1073741824, 50",
        "100MiB, 50, 104857600, 50"
    })
    void memoryIsBoundedByBytesByEntriesOrByBoth(String bytes, String entries, long maximumBytes, long maximumEntries) {
        CheckedSettings checked =
                with("memory.max-bytes", bytes, "memory.max-entries", entries).checked();
        assertThat(checked.memory(MemorySettings.DEFAULT))
                .isEqualTo(new MemorySettings(maximumBytes, maximumEntries, true));
    }

    @Test
    void entriesAloneAreTheOnlyLimit() {
        assertThat(with("memory.max-entries", "50").checked().memory(MemorySettings.DEFAULT))
                .isEqualTo(new MemorySettings(Long.MAX_VALUE, 50, true));
    }

    @ParameterizedTest
    @CsvSource({"200, 200000000", "200MB, 200000000", "512MiB, 536870912", "0.5, 500000"})
    void theVariableWithItsUnitInItsNameCountsInMegabytes(String text, long bytes) {
        Configuration configuration =
                Configuration.fromEnvironment(Map.of("CACHE_L1_MAX_MEMORY_MB", text), FakeTiers.CATALOG);
        assertThat(configuration.checked().memory(MemorySettings.DEFAULT).maximumBytes())
                .isEqualTo(bytes);
    }

    @Test
    void keysEncryptWithTheFirstAndReadWithAll() {
        String other = "B" + KEY.substring(1);
        CheckedSettings checked =
                with("encryption-keys", "2:" + KEY + ", 1:" + other).checked();
        assertThat(new RegionChanges(checked.values())
                        .apply(RegionSettings.DEFAULT)
                        .payload()
                        .keys())
                .hasToString("KeyRing[current=2, ids=[1, 2]]");
    }

    @Test
    void keysThatAreWrongAreRefusedWithoutBeingShown() {
        for (String wrong :
                List.of("s3cret", "1:s3cret", "x:" + KEY, "1:" + KEY + ",1:B" + KEY.substring(1), ":" + KEY)) {
            assertThatThrownBy(() -> with("encryption-keys", wrong))
                    .hasMessageStartingWith("encryption-keys must be AES-256 keys")
                    .hasMessageEndingWith("but was ***");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "defaults.jitter, 0.51",
        "defaults.jitter, 51%",
        "defaults.refresh-ahead, 1",
        "defaults.refresh-ahead, 100%",
        "defaults.refresh-ahead, -0.1",
        "defaults.refresh-ahead, NaN",
        "defaults.ttl, 0s",
        "defaults.ttl, 36501d",
        "memory.max-entries, 0",
        "memory.max-entries, 1000000000000000000000",
        "memory.max-bytes, 0",
        "write-behind.capacity, 10000001",
        "defaults.promotion, 0",
        "defaults.compression-threshold, 2GiB",
        "defaults.demotion, yes",
        "redis.url, localhost:6379",
        "redis.key-prefix, a b",
        "disk.directory, ' '"
    })
    void valuesOutOfRangeAreRefused(String name, String text) {
        assertThatThrownBy(() -> with(name, text))
                .hasMessage(name + " must be " + allowed(name) + " but was \"" + text + "\"");
    }

    private static String allowed(String name) {
        return all().filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type()
                .allowed();
    }
}
