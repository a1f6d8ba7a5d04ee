package dev.terrace.cache.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard's files may and may not be. */
class DashboardTest {

    private static final int MOST_BYTES = 300_000;

    private static String page() throws IOException {
        try (InputStream stream = Dashboard.class.getResourceAsStream("index.html")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void allFilesTogetherAreSmall() {
        assertThat(new Dashboard().bytes()).isLessThan(MOST_BYTES);
    }

    @Test
    void thePageHoldsNoScriptAndNoStyleOfItsOwn() throws IOException {
        assertThat(page()).doesNotContain("style=", "<style", "javascript:").doesNotContainPattern(" on[a-z]+=");
        assertThat(page()).doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void everyFileThatThePageNamesIsItsOwn() throws IOException {
        Matcher names = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page());
        int found = 0;
        while (names.find()) {
            assertThat(names.group(1)).startsWith("/assets/");
            found++;
        }
        assertThat(found).isEqualTo(4);
        assertThat(page()).doesNotContain("http://", "https://");
    }
}
