package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of settings has a row for each one there is. */
class SettingsDocumentTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/configuration.md");

    private static Set<String> rows() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## Warming"), page.indexOf("## Settings of regions"));
        Set<String> rows = new LinkedHashSet<>();
        Pattern.compile("(?m)^\\| `([a-zA-Z.]+)`").matcher(section).results().forEach(row -> rows.add(row.group(1)));
        return rows;
    }

    @Test
    void theTableHasWhatCanBeSet() throws IOException {
        Set<String> settings = new LinkedHashSet<>();
        for (RecordComponent setting : WarmingSettings.class.getRecordComponents()) {
            settings.add(setting.getName());
        }
        for (RecordComponent setting : Budget.class.getRecordComponents()) {
            settings.add("Budget." + setting.getName());
        }
        assertThat(rows()).isEqualTo(settings);
    }
}
