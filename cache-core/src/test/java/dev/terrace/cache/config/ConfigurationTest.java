package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Configuration yaml(String text) {
        return Configuration.of(YamlSettings.read(text, "terrace.yaml"), FakeTiers.CATALOG);
    }

    private static Configuration environment(Map<String, String> variables) {
        return Configuration.fromEnvironment(variables, FakeTiers.CATALOG);
    }

    private static String rows(Configuration configuration) {
        return configuration.checked().ttlTable().rows().stream()
                .map(row -> row.pattern() + "=" + row.ttl().toSeconds())
                .collect(Collectors.joining(","));
    }

    @Nested
    class ATotal {

        @Test
        void addsTheDiskTier() {
            Configuration configuration = yaml("total-bytes: 2GB");
            assertThat(configuration.checked().values().get(Settings.TOTAL_BYTES))
                    .isEqualTo(2_000_000_000L);
            assertThat(configuration.checked().wantedTiers()).containsOnlyKeys("disk");
        }

        @Test
        void takesThePlaceOfTheLimits() {
            assertThatThrownBy(() -> yaml("""
                    total-bytes: 2GB
                    memory:
                      max-bytes: 100MB
                    disk:
                      max-bytes: 1GB
                    """))
                    .hasMessageContaining("takes the place of")
                    .hasMessageContaining("memory.max-bytes")
                    .hasMessageContaining("disk.max-bytes");
        }

        @Test
        void needsBothTiers() {
            for (String backend : List.of("memory", "disk", "redis")) {
                assertThatThrownBy(() -> yaml("total-bytes: 2GB\nbackend: " + backend))
                        .hasMessageContaining("divides a budget between memory and disk; leave it out");
            }
            assertThatThrownBy(() -> Configuration.of(YamlSettings.read("total-bytes: 2GB", "YAML"), FakeTiers.NONE))
                    .hasMessageContaining("total-bytes")
                    .hasMessageContaining("dev.terrace:cache-disk");
        }

        @Test
        void tooSmallIsNamed() {
            for (String bytes : List.of("0", "-1", "20MB")) {
                assertThatThrownBy(() -> yaml("total-bytes: " + bytes))
                        .hasMessageContaining("total-bytes")
                        .hasMessageContaining("at least 20971520");
            }
        }
    }

    @Nested
    class AnEnvironment {

        @Test
        void withoutSettingsMeansMemoryAlone() {
            Configuration configuration = environment(Map.of("PATH", "/bin", "CACHE_REDIS_URL", ""));
            assertThat(configuration.checked().wantedTiers()).isEmpty();
            assertThat(configuration).hasToString("Configuration[]");
        }

        @Test
        void setsWhatItsVariablesSay() {
            Configuration configuration = environment(Map.of(
                    "CACHE_BACKEND", "layered",
                    "CACHE_REDIS_URL", "redis://localhost:6379",
                    "CACHE_L1_MAX_ENTRIES", "10",
                    "CACHE_L1_MAX_MEMORY_MB", "64",
                    "CACHE_DEFAULT_TTL", "15m",
                    "CACHE_TTL_TABLE", "news:*=15m, chart:5d:*=300"));
            assertThat(configuration.checked().wantedTiers()).containsOnlyKeys("redis");
            assertThat(configuration.checked().values().getLimit(Settings.TTL, null))
                    .isEqualTo(Duration.ofMinutes(15));
            assertThat(rows(configuration)).isEqualTo("news:*=900,chart:5d:*=300");
        }

        @Test
        void goesBeforeTheFileThatItNames() throws IOException {
            Path file = file("a.yaml", "backend: disk\ndisk: {max-bytes: 1GB}\nttl-table: {'a:*': 5, 'b:*': 6}\n");
            Configuration configuration = environment(Map.of(
                    "CACHE_CONFIG_FILE", file.toString(), "CACHE_DISK_MAX_BYTES", "2GB", "CACHE_TTL_TABLE", "c:*=7"));
            assertThat(configuration.checked().wantedTiers())
                    .isEqualTo(Map.of("disk", Map.of("max-bytes", "2000000000")));
            assertThat(rows(configuration)).isEqualTo("c:*=7");
            assertThat(rows(environment(Map.of("CACHE_CONFIG_FILE", file.toString()))))
                    .isEqualTo("a:*=5,b:*=6");
        }

        @ParameterizedTest
        @CsvSource({
            "CACHE_BACKEDN, CACHE_BACKEND",
            "CACHE_MEMORY_MAX_ENTRIES, CACHE_L1_MAX_ENTRIES",
            "CACHE_MAX_ENTRIES, CACHE_L1_MAX_ENTRIES",
            "CACHE_TTL, CACHE_DEFAULT_TTL",
            "CACHE_REDIS_URI, CACHE_REDIS_URL",
            "CACHE_DISK_SYNC_INTERVALL, CACHE_DISK_SYNC_INTERVAL"
        })
        void thatHoldsAnUnknownVariableIsRefusedWithTheNearest(String variable, String meant) {
            assertThatThrownBy(() -> environment(Map.of(variable, "s3cret")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(variable + " is not a setting of the cache; did you mean " + meant + "?")
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void withNothingNearIsToldAllVariables() {
            assertThatThrownBy(() -> environment(Map.of("CACHE_COLOUR_OF_THE_WALLS", "red")))
                    .hasMessageContaining(
                            "the variables are CACHE_ATTIC_FLOOR, CACHE_BACKEND, CACHE_CLEANUP_INTERVAL,");
        }

        @Test
        void isToldAllProblemsAtOnce() {
            assertThatThrownBy(() -> environment(Map.of(
                            "CACHE_BACKEND",
                            "dsik",
                            "CACHE_DEFAULT_TTL",
                            "soon",
                            "CACHE_X",
                            "1",
                            "CACHE_L1_MAX_ENTRIES",
                            "-1")))
                    .hasMessageStartingWith("4 settings are wrong:\n  CACHE_X")
                    .hasMessageContaining(
                            "CACHE_BACKEND must be one of memory, disk, redis, layered but was \"dsik\"; did you mean disk?")
                    .hasMessageContaining("CACHE_DEFAULT_TTL must be a duration such as")
                    .hasMessageContaining(
                            "CACHE_L1_MAX_ENTRIES must be a whole number of at least 1, or none but was \"-1\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"missing.yaml", "notes.txt", "."})
        void thatNamesAWrongFileIsToldTheVariable(String name) {
            String path = folder.resolve(name).toString();
            assertThatThrownBy(() -> environment(Map.of("CACHE_CONFIG_FILE", path)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("CACHE_CONFIG_FILE: configuration file must ")
                    .hasMessageContaining(path);
        }

        @Test
        void thatNamesNoFileAtAllIsRefused() {
            assertThatThrownBy(() -> environment(Map.of("CACHE_CONFIG_FILE", "a\0b")))
                    .hasMessage(
                            "CACHE_CONFIG_FILE: must be the path of a .yaml, .yml or .properties file but was \"a?b\"");
        }

        @Test
        void isReadByThePublicDoor() {
            assertThat(Configuration.fromEnvironment(Map.of("CACHE_BACKEND", "memory")))
                    .hasToString("Configuration[backend=\"memory\"]");
        }
    }

    @Nested
    class AFile {

        private static final String YAML = """
                # comment
                backend: layered
                memory:
                  max-bytes: 200MB
                disk.max-bytes: 2GB
                ttl-table:
                  "*:pinned": 1h
                  news:*: 900
                regions:
                  user.profile: {ttl: 1h, jitter: 0.1}
                  static:
                    ttl: none
                """;

        private static final String PROPERTIES = """
                # comment
                backend = layered
                memory.max-bytes = 200MB
                disk.max-bytes = 2GB
                ttl-table.*\\:pinned = 1h
                ttl-table.news\\:* = 900
                regions.user.profile.ttl = 1h
                regions.user.profile.jitter = 0.1
                regions.static.ttl = none
                """;

        @ParameterizedTest
        @ValueSource(strings = {"a.yaml", "a.YML", "a.properties"})
        void meansTheSameInEitherForm(String name) throws IOException {
            Path file = file(name, name.endsWith("properties") ? PROPERTIES : YAML);
            Configuration configuration = Configuration.of(ConfigurationFile.read(file), FakeTiers.CATALOG);
            assertThat(rows(configuration)).isEqualTo("*:pinned=3600,news:*=900");
            assertThat(configuration.checked().wantedTiers())
                    .isEqualTo(Map.of("disk", Map.of("max-bytes", "2000000000")));
            assertThat(configuration.checked().regions()).containsOnlyKeys("user.profile", "static");
            RegionSettings user =
                    configuration.checked().regions().get("user.profile").apply(RegionSettings.DEFAULT);
            assertThat(user.expiry().ttl()).isEqualTo(Duration.ofHours(1));
            assertThat(user.expiry().jitter()).isEqualTo(0.1);
        }

        @Test
        void isReadByThePublicDoor() throws IOException {
            Path file = file("a.yaml", "\uFEFFbackend: memory\n");
            String expected = "Configuration[backend=\"memory\"]";
            assertThat(Configuration.fromFile(file)).hasToString(expected);
            assertThat(Configuration.fromYaml("backend: memory")).hasToString(expected);
            assertThat(Configuration.fromSettings(Map.of("backend", "memory"))).hasToString(expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "{}", "---\n---\n", "{}\n---\n"})
        void mayBeEmpty(String text) {
            assertThat(yaml(text)).hasToString("Configuration[]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '#',
                value = {
                    "memory: {max-byte: 5} # memory.max-byte (terrace.yaml, line 1) is not a setting of the cache; did you mean max-bytes?; memory takes max-bytes, max-entries",
                    "disk: {colour: red} # disk.colour (terrace.yaml, line 1) is not a setting of the cache; disk takes directory, max-bytes, sync-interval",
                    "ttl: 1h # ttl (terrace.yaml, line 1) is not a setting of the cache; did you mean defaults.ttl?; the file takes attic, backend,",
                    "backnd: disk # backnd (terrace.yaml, line 1) is not a setting of the cache; did you mean backend?; the file takes",
                    "regions: {user: {tll: 1h}} # regions.user.tll (terrace.yaml, line 1) is not a setting of a region; did you mean ttl?; a region takes ttl,",
                    "regions: {user: {jiter: 0}} # regions.user.jiter (terrace.yaml, line 1) is not a setting of a region; did you mean jitter?; a region takes ttl,",
                    "regions: {user: 1h} # regions.user (terrace.yaml, line 1) must name a region of 1 to 64 letters",
                    "regions: {'a b': {ttl: 1}} # regions.a b.ttl (terrace.yaml, line 1) must name a region of 1 to 64 letters",
                    "regions: {user: {ttl: ever}} # regions.user.ttl (terrace.yaml, line 1) must be a duration such as",
                    "config-file: a.yaml # config-file (terrace.yaml, line 1) is not a setting of the cache",
                    "ttl-table: {'a[': 5} # ttl-table.a[ (terrace.yaml, line 1) must have a pattern such as",
                    "ttl-table: {'a:*': soon} # ttl-table.a:* (terrace.yaml, line 1) must be a duration such as",
                    "ttl-table: 'a:*=soon' # ttl-table (terrace.yaml, line 1) must be rows of pattern=duration",
                    "ttl-table: 'a:*' # ttl-table (terrace.yaml, line 1) must be rows of pattern=duration",
                    "defaults: {soft-timeout: 5s, hard-timeout: 1s} # defaults: softTimeout must not be longer than hardTimeout",
                    "regions: {a: {soft-timeout: 5s, hard-timeout: 1s}} # regions.a: softTimeout must not be longer than"
                })
        void thatIsWrongIsToldTheSettingItsLineAndWhatIsAllowed(String text, String message) {
            assertThatThrownBy(() -> yaml(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '#',
                value = {
                    "a: &x {ttl: 1} # uses an anchor or alias",
                    "defaults: {ttl: *x} # uses an anchor or alias",
                    "ttl-table: {*:pinned : 5} # is not valid YAML",
                    "backend: [memory, disk] # has a list at backend",
                    "backend: # has no value at backend",
                    "a: {b: {c: {d: e}}} # is nested too deep at a.b.c",
                    "[] # must begin with a setting",
                    "memory # must begin with a setting",
                    "a: b: c # is not valid YAML, line 1",
                    "{a: 1, a: 2} # is not valid YAML, line 1"
                })
        void thatIsNoPlainYamlIsRefusedWithItsPlace(String text, String message) {
            assertThatThrownBy(() -> yaml(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("terrace.yaml " + message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"backend: disk", "{}", "disk", "[]"})
        void withASecondDocumentIsRefused(String second) {
            assertThatThrownBy(() -> yaml("backend: memory\n---\n" + second))
                    .hasMessageStartingWith("terrace.yaml holds a second document");
        }

        @Test
        void withABombOfAliasesIsRefusedAtTheFirst() {
            StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
            for (int i = 1; i < 50; i++) {
                bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
            }
            assertThatThrownBy(() -> yaml(bomb.toString())).hasMessageStartingWith("terrace.yaml uses an anchor");
        }

        @Test
        void withEndlessNestingIsRefused() {
            assertThatThrownBy(() -> yaml("{a: ".repeat(100_000)))
                    .hasMessageStartingWith("terrace.yaml is nested too deep");
            assertThatThrownBy(() -> yaml("[".repeat(100_000))).hasMessageStartingWith("terrace.yaml must begin with");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "disk.max-bytes: 1GB\ndisk: {max-bytes: 2GB}",
                    "ttl-table: {'a:*': 1}\nttl-table.a:*: 2",
                    "disk: {max-bytes: 1GB}\ndisk: {directory: x}"
                })
        void thatSetsSomethingTwiceIsRefused(String text) {
            assertThatThrownBy(() -> yaml(text)).hasMessageContainingAll("twice", "terrace.yaml", "line 2");
        }

        @Test
        void ofPropertiesThatSetsSomethingTwiceIsRefused() {
            assertThatThrownBy(() -> PropertiesSettings.read("backend=disk\nbackend=memory", "a.properties"))
                    .hasMessage(
                            "backend (a.properties) is set twice, before as backend (a.properties); remove one of them");
        }

        @Test
        void ofPropertiesWithABrokenEscapeIsRefused() {
            assertThatThrownBy(() -> PropertiesSettings.read("disk.directory=C:\\users", "a.properties"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a.properties has a broken \\u escape; write \\\\ for a backslash");
        }

        @Test
        void thatIsTooLongIsRefusedUnread() throws IOException {
            Path file = file("a.yaml", "#".repeat(ConfigurationFile.MOST_BYTES + 1));
            assertThatThrownBy(() -> Configuration.fromFile(file))
                    .hasMessageStartingWith("configuration file must be at most 1048576 bytes long but " + file);
            Path longest = file("b.yaml", "#".repeat(ConfigurationFile.MOST_BYTES));
            assertThat(Configuration.fromFile(longest)).hasToString("Configuration[]");
        }

        @Test
        void thatIsNotUtf8IsRefused() throws IOException {
            Path file =
                    Files.write(folder.resolve("a.yaml"), "disk.directory: ä".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Configuration.fromFile(file))
                    .hasMessage("configuration file " + file + " must be UTF-8; save it as that");
        }

        @Test
        void withTooManyRowsIsRefused() {
            StringBuilder text = new StringBuilder("ttl-table:\n");
            for (int i = 0; i <= TtlRows.MOST; i++) {
                text.append("  r").append(i).append(":*: 5\n");
            }
            assertThatThrownBy(() -> yaml(text.toString()))
                    .hasMessage(
                            "ttl-table.r1000:* (terrace.yaml, line 1002) is one row too many; the table takes 1000");
        }
    }

    @Nested
    class Tiers {

        private final List<String> events = new ArrayList<>();

        private Configuration with(Map<String, String> variables) {
            return Configuration.fromEnvironment(variables, FakeTiers.catalog(events));
        }

        @Test
        void ofALayeredBackendAreAllThatHaveASettingWithSharedOnesLast() {
            Configuration configuration = with(
                    Map.of("CACHE_REDIS_URL", "redis://h", "CACHE_DISK_DIRECTORY", "data", "CACHE_ATTIC_FLOOR", "3"));
            assertThat(configuration.catalog().create(configuration.checked().wantedTiers()))
                    .extracting(tier -> tier.name())
                    .containsExactly("disk", "attic", "redis");
            assertThat(events)
                    .containsExactlyInAnyOrder(
                            "attic made from {floor=3}",
                            "disk made from {directory=data}",
                            "redis made from {url=redis://h}");
        }

        @ParameterizedTest
        @CsvSource({"memory, true, ''", "disk, false, disk", "redis, false, redis"})
        void ofAnotherBackendAreThatOneAlone(String backend, boolean memory, String tiers) {
            Configuration configuration = with(
                    Map.of("CACHE_BACKEND", backend, "CACHE_REDIS_URL", "redis://h", "CACHE_DISK_MAX_BYTES", "1GB"));
            assertThat(configuration.checked().memory(MemorySettings.DEFAULT).enabled())
                    .isEqualTo(memory);
            assertThat(String.join(",", configuration.checked().wantedTiers().keySet()))
                    .isEqualTo(tiers);
        }

        @Test
        void takeSettingsThatOnlyTheyKnow() {
            Configuration configuration = with(Map.of("CACHE_DISK_SYNC_INTERVAL", "5s"));
            configuration.catalog().create(configuration.checked().wantedTiers());
            assertThat(events).containsExactly("disk made from {sync-interval=5s}");
        }

        @ParameterizedTest
        @CsvSource({
            "CACHE_BACKEND, disk, 'CACHE_BACKEND \"disk\" needs the tier disk', dev.terrace:cache-disk",
            "CACHE_DISK_MAX_BYTES, 1GB, CACHE_DISK_MAX_BYTES needs the tier disk, dev.terrace:cache-disk",
            "CACHE_REDIS_URL, redis://h, CACHE_REDIS_URL needs the tier redis, dev.terrace:cache-redis"
        })
        void thatAreNotOnTheClassPathAreNamedWithTheirArtifact(
                String variable, String text, String asks, String artifact) {
            assertThatThrownBy(() -> Configuration.fromEnvironment(Map.of(variable, text), FakeTiers.NONE))
                    .hasMessage(asks + ", which is not on the class path; add the Maven dependency " + artifact);
        }

        @Test
        void thatAreNotOnTheClassPathDoNotHurtWhereTheyAreNotUsed() {
            Map<String, String> variables = Map.of("CACHE_BACKEND", "memory", "CACHE_REDIS_URL", "redis://h");
            assertThat(Configuration.fromEnvironment(variables, FakeTiers.NONE)
                            .checked()
                            .wantedTiers())
                    .isEmpty();
        }

        @Test
        void thatAreNotOnTheClassPathMayHaveMoreSettings() {
            assertThatThrownBy(() -> Configuration.fromEnvironment(
                            Map.of(
                                    "CACHE_CONFIG_FILE",
                                    file("a.yaml", "disk: {sync: 1s}").toString()),
                            FakeTiers.NONE))
                    .hasMessageEndingWith(
                            "is not a setting of the cache; disk takes directory, max-bytes; for the others"
                                    + " the tier disk must be on the class path");
        }

        @ParameterizedTest
        @CsvSource({
            "CACHE_BACKEND, redis, 'CACHE_BACKEND \"redis\"'",
            "CACHE_REDIS_KEY_PREFIX, app, CACHE_REDIS_KEY_PREFIX"
        })
        void ofRedisNeedAnAddress(String variable, String text, String asks) {
            assertThatThrownBy(() -> with(Map.of(variable, text)))
                    .hasMessageStartingWith(
                            asks + " needs redis.url (CACHE_REDIS_URL) to be an address such as redis://");
        }

        @Test
        void ofAnotherReleaseAreNamed() {
            TierCatalog old = TierCatalog.of(List.of(FakeTiers.provider("disk", events, Map.of("folder", ""))));
            assertThatThrownBy(() -> Configuration.fromEnvironment(Map.of("CACHE_DISK_DIRECTORY", "x"), old))
                    .hasMessage("CACHE_DISK_DIRECTORY is not taken by the tier disk on the class path, which takes"
                            + " folder; use modules of one release");
        }

        @Test
        void ofOneNameTwiceAreRefused() {
            var disk = FakeTiers.provider("disk", events, Map.of());
            assertThatThrownBy(() -> TierCatalog.of(List.of(disk, disk)))
                    .hasMessageStartingWith("tier disk is provided by both ");
        }

        @Test
        void thatRefuseTheirSettingsAreNamedAndTheOthersClosed() {
            Configuration configuration = with(Map.of("CACHE_ATTIC_FLOOR", "3", "CACHE_DISK_SYNC_INTERVAL", "bad"));
            assertThatThrownBy(configuration::builder)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tier disk: settings must be good but were {sync-interval=bad}; mend them");
            assertThat(events).containsExactly("attic made from {floor=3}", "attic closed");
        }

        @Test
        void thatAreMissingAreNotMade() {
            assertThatThrownBy(() -> FakeTiers.NONE.create(Map.of("attic", Map.of())))
                    .hasMessage("the configuration needs the tier attic, which is not on the class path; add the Maven"
                            + " dependency that provides it");
        }

        @Test
        void areFoundOnTheClassPath() {
            assertThat(TierCatalog.discover().providers()).containsKey("sample");
        }
    }

    @Nested
    class Secrets {

        private final Map<String, String> variables = Map.of(
                "CACHE_REDIS_URL", "redis://user:s3cret@host:6379",
                "CACHE_ENCRYPTION_KEYS", "1:" + "A".repeat(43) + "=",
                "CACHE_REDIS_PASSWORD", "s3cret",
                "CACHE_REDIS_POOL_SIZE", "8");

        @Test
        void areNotShown() {
            assertThat(environment(variables))
                    .hasToString("Configuration[encryption-keys=***, redis.password=***, redis.pool-size=\"8\","
                            + " redis.url=\"redis://***@host:6379\"]");
        }

        @Test
        void areTakenOutOfWhatATierSays() {
            assertThatThrownBy(environment(variables)::builder)
                    .hasNoCause()
                    .hasMessageStartingWith("tier redis: settings must be good but were ")
                    .hasMessageContaining("pool-size=8")
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void areNotInTheMessageOfAWrongAddress() {
            assertThatThrownBy(() -> environment(Map.of("CACHE_REDIS_URL", "http://user:s3cret@host")))
                    .hasMessageEndingWith("but was \"http://***@host\"");
        }

        @Test
        void areNotInTheMessageOfBrokenYaml() {
            assertThatThrownBy(() -> yaml("redis:\n  url: redis://:s3cret@h: x\n"))
                    .hasNoCause()
                    .hasMessageStartingWith("terrace.yaml is not valid YAML, line 2")
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void areNotInTheTextOfASettingThatWasGiven() {
            assertThat(new Given("a", "s3cret", "A", true)).hasToString("A");
        }
    }

    @Nested
    class ABuilder {

        private static final String TEXT = """
                redis.url: redis://h
                attic.floor: 3
                cleanup-interval: 5m
                regions: {user: {ttl: 1h}}
                """;

        @Test
        void hasTheTiersAndTheRegions() {
            ManagerBuilder builder = yaml(TEXT).builder();
            Tier attic =
                    FakeTiers.provider("attic", new ArrayList<>(), Map.of()).create(Map.of());
            assertThatThrownBy(() -> builder.tier(attic)).hasMessageContaining("attic is in the chain already");
            assertThatThrownBy(() -> builder.region("user", settings -> settings))
                    .hasMessage("region user has settings already; put them together into one call");
        }

        @Test
        void leavesOutWhatTheBackendDoesNotUse() {
            ManagerBuilder builder = yaml("backend: memory\n" + TEXT).builder();
            Tier attic =
                    FakeTiers.provider("attic", new ArrayList<>(), Map.of()).create(Map.of());
            assertThat(builder.tier(attic)).isSameAs(builder);
        }
    }

    @Test
    void aTableOfManyRowsKeepsItsOrder() {
        TtlTable table =
                yaml("ttl-table: {'z:*': 1, 'a:*': 2, 'm:*': 3}").checked().ttlTable();
        assertThat(table.rows()).extracting(row -> row.pattern().toString()).containsExactly("z:*", "a:*", "m:*");
    }
}
