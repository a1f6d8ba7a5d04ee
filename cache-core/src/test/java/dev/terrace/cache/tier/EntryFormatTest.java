package dev.terrace.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryFormatTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| `(\\w+)` \\|");
    private static final Pattern LIMIT =
            Pattern.compile("(?m)^\\| `(MAX_\\w+|VERSION|HEADER_BYTES)` \\| ([\\d,]+) \\|");

    /** The hashes are stored in entries: a change would leave every labelled entry out of reach. */
    @ParameterizedTest
    @CsvSource({
        "'', efd01f60ba992926",
        "a, 82a2a958a9bece5b",
        "team:analysts, b85a26f4ba118e2c",
        "größe, 2eb895f56869eaa1",
        "😀, da89b0991f06f386",
    })
    void labelHashesNeverChange(String label, String hash) {
        assertThat(Long.toHexString(EntryFormat.labelHash(label))).isEqualTo(hash);
    }

    @Test
    void aNewerVersionIsRecognised() {
        assertThat(EntryFormat.isNewerVersion(new byte[] {'T', 'c', 2})).isTrue();
        assertThat(EntryFormat.isNewerVersion(new byte[] {'T', 'c', -1, 0})).isTrue();
        assertThat(EntryFormat.isNewerVersion(new byte[] {'T', 'c', 1})).isFalse();
        assertThat(EntryFormat.isNewerVersion(new byte[] {'T', 'd', 2})).isFalse();
        assertThat(EntryFormat.isNewerVersion(new byte[] {'t', 'c', 2})).isFalse();
        assertThat(EntryFormat.isNewerVersion(new byte[] {'T', 'c'})).isFalse();
    }

    @Test
    void theDocumentNamesTheOffsetsOfTheCode() throws IOException {
        Map<String, Integer> documented = new LinkedHashMap<>();
        Matcher rows = ROW.matcher(document());
        while (rows.find()) {
            documented.put(rows.group(2), Integer.parseInt(rows.group(1)));
        }

        assertThat(documented)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("MAGIC_OFFSET", EntryFormat.MAGIC_OFFSET),
                        Map.entry("VERSION_OFFSET", EntryFormat.VERSION_OFFSET),
                        Map.entry("FLAGS_OFFSET", EntryFormat.FLAGS_OFFSET),
                        Map.entry("CODEC_OFFSET", EntryFormat.CODEC_OFFSET),
                        Map.entry("LABEL_COUNT_OFFSET", EntryFormat.LABEL_COUNT_OFFSET),
                        Map.entry("PAYLOAD_LENGTH_OFFSET", EntryFormat.PAYLOAD_LENGTH_OFFSET),
                        Map.entry("CHECKSUM_OFFSET", EntryFormat.CHECKSUM_OFFSET),
                        Map.entry("SCHEMA_OFFSET", EntryFormat.SCHEMA_OFFSET),
                        Map.entry("CREATED_AT_OFFSET", EntryFormat.CREATED_AT_OFFSET),
                        Map.entry("EXPIRES_AT_OFFSET", EntryFormat.EXPIRES_AT_OFFSET),
                        Map.entry("STALE_UNTIL_OFFSET", EntryFormat.STALE_UNTIL_OFFSET),
                        Map.entry("TAG_OFFSET", EntryFormat.TAG_OFFSET),
                        Map.entry("HEADER_BYTES", EntryFormat.HEADER_BYTES)));
    }

    @Test
    void theDocumentNamesTheLimitsOfTheCode() throws IOException {
        Map<String, Integer> documented = new LinkedHashMap<>();
        Matcher rows = LIMIT.matcher(document());
        while (rows.find()) {
            documented.put(rows.group(1), Integer.parseInt(rows.group(2).replace(",", "")));
        }

        assertThat(documented)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "VERSION", EntryFormat.VERSION,
                        "MAX_LABELS", EntryFormat.MAX_LABELS,
                        "MAX_PAYLOAD", EntryFormat.MAX_PAYLOAD));
    }

    private static String document() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path file = Path.of("docs", "entry-format.md");
        return Files.readString(Files.exists(here.resolve(file)) ? here.resolve(file) : here.resolveSibling(file));
    }
}
