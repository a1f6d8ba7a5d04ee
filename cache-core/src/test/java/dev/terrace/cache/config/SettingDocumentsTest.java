package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents say what the code does. To write them anew from the code: {@code mvn test -pl cache-core
 * -Dtest=SettingDocumentsTest -Dterrace.writeDocuments=true}.
 */
class SettingDocumentsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final Path ENVIRONMENT = ROOT.resolve(".env.example");
    private static final Path SAMPLE = ROOT.resolve("docs/terrace-sample.yaml");

    @Test
    void thePageHasTheTablesOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String expected = replaced(
                replaced(page, "general", SettingDocuments.table(false)), "regions", SettingDocuments.table(true));
        compare(PAGE, page, expected);
    }

    @Test
    void theExampleListsEveryVariable() throws IOException {
        String present = Files.exists(ENVIRONMENT) ? Files.readString(ENVIRONMENT) : "";
        compare(ENVIRONMENT, present, SettingDocuments.environment());
    }

    @Test
    void theExampleLoadsWithEveryVariableSwitchedOn() throws IOException {
        Map<String, String> environment = new TreeMap<>();
        Files.readAllLines(ENVIRONMENT).stream()
                .filter(line -> line.startsWith("#CACHE_"))
                .map(line -> line.substring(1).split("=", 2))
                .forEach(variable -> environment.put(variable[0], variable[1]));
        assertThat(environment).hasSameSizeAs(Settings.ALL);
        environment.remove(Settings.CONFIG_FILE.variable());
        environment.remove(Settings.TOTAL_BYTES.variable()); // takes the place of two others
        assertThat(Configuration.fromEnvironment(environment, FakeTiers.CATALOG).toString())
                .contains("backend=\"layered\"");
    }

    @ParameterizedTest
    @CsvSource({
        "trending, AAPL, 300",
        "detail, AAPL, 300",
        "news, AAPL, 900",
        "chart, 5d:AAPL, 300",
        "chart, 1mo:AAPL, 1800",
        "chart, 3mo:AAPL, 3600",
        "briefing, 2026-01-01, 3600",
        "briefing-list, all, 600"
    })
    void theSampleHasTheRows(String region, String key, long seconds) {
        TtlTable table = sample().checked().ttlTable();
        assertThat(table.rows()).hasSize(8);
        assertThat(table.ttlOf(new TierKey(region, key))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theSampleUsesMemoryAndDisk() {
        assertThat(sample().checked().backend()).isEqualTo(Backend.LAYERED);
        assertThat(sample().checked().wantedTiers()).containsOnlyKeys("disk");
        assertThat(sample().checked().regions()).isNotEmpty();
    }

    private static Configuration sample() {
        return Configuration.of(ConfigurationFile.read(SAMPLE), FakeTiers.CATALOG);
    }

    private static String replaced(String page, String name, String table) {
        String begin = "<!-- settings: " + name + " -->\n";
        String end = "<!-- end -->";
        int from = page.indexOf(begin) + begin.length();
        assertThat(from).as("%s has the marker %s", PAGE, begin).isGreaterThan(begin.length());
        return page.substring(0, from) + table + page.substring(page.indexOf(end, from));
    }

    private static void compare(Path file, String present, String expected) throws IOException {
        if (Boolean.getBoolean("terrace.writeDocuments")) {
            Files.writeString(file, expected);
            return;
        }
        List<String> lines = present.lines().toList();
        assertThat(lines)
                .as("%s; see the head of this class for how to write it anew", file)
                .isEqualTo(expected.lines().toList());
    }
}
