package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of settings in docs/redis.md is the one that the provider goes by. */
class RedisDocumentTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| ([^|]+) \\| (`[^`]+`|–) \\|[^|]*\\|");

    private static Map<Integer, Map<String, String>> columns() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/redis.md"))) {
            folder = folder.getParent();
        }
        Map<String, String> allowed = new TreeMap<>();
        Map<String, String> defaults = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(folder.resolve("docs/redis.md")));
        while (row.find()) {
            allowed.put(row.group(1), row.group(2));
            defaults.put(row.group(1), row.group(3).replace("`", ""));
        }
        return Map.of(0, allowed, 1, defaults);
    }

    @Test
    void itListsEverySettingWithWhatIsAllowed() throws IOException {
        assertThat(columns().get(0)).containsExactlyInAnyOrderEntriesOf(new RedisTierProvider().settings());
    }

    @Test
    void itsDefaultsAreTheDefaults() throws IOException {
        Map<String, String> defaults = columns().get(1);
        defaults.values().removeIf("–"::equals);
        RedisSettings standard = RedisUrl.parse("redis://localhost");

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("key-prefix", standard.prefix()),
                        Map.entry("mode", "standalone"),
                        Map.entry("tls", String.valueOf(standard.tls() != null)),
                        Map.entry("timeout", standard.limits().timeoutMillis() + "ms"),
                        Map.entry(
                                "connections", String.valueOf(standard.limits().connections())),
                        Map.entry(
                                "connection-wait", standard.limits().patience().toMillis() + "ms"),
                        Map.entry("batch", String.valueOf(standard.limits().chunk())),
                        Map.entry("max-entry-bytes", (standard.limits().entryBytes() >> 20) + "MiB"),
                        Map.entry("heartbeat", standard.timing().heartbeat().toMillis() + "ms"),
                        Map.entry("silence-limit", standard.timing().silence().toSeconds() + "s"),
                        Map.entry("max-delay", standard.timing().maxDelay().toSeconds() + "s"),
                        Map.entry(
                                "failover-window",
                                standard.timing().failoverWindow().toSeconds() + "s"),
                        Map.entry("foreign-writers", String.valueOf(standard.foreignWriters()))));
    }
}
