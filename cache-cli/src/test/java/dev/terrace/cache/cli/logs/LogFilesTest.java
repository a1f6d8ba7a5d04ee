package dev.terrace.cache.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.terrace.cache.cli.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server logs where, and for how long it is kept. In a context of its own: the one of the JVM stays as it is. */
class LogFilesTest {

    private final LoggerContext logback = new LoggerContext();
    private final Logger own = logback.getLogger("dev.terrace.cache.Something");

    @BeforeEach
    void completeTheContext() {
        logback.setMDCAdapter(new LogbackMDCAdapter());
    }

    @TempDir
    private Path folder;

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void detailsGoToOneFileAndChangesOfStateToTheOther() throws IOException {
        try (LogFiles log = LogFiles.in(folder, logback)) {
            own.debug("fine point");
            own.info("state");
            own.warn("degraded");
            own.error("failure", new IllegalStateException("cause"));
            logback.getLogger("org.eclipse.jetty.Server").info("chatter");
            logback.getLogger("somebody.Else").debug("foreign detail");
            assertThat(log.folder()).isEqualTo(folder);
        }

        assertThat(content("debug.log"))
                .contains("DEBUG", "fine point", "state", "degraded", "failure", "IllegalStateException: cause")
                .doesNotContain("chatter", "foreign detail");
        assertThat(content("terrace.log"))
                .contains("INFO  [", "] dev.terrace.cache.Something - state", "WARN ", "ERROR", "failure")
                .doesNotContain("fine point");
    }

    @Test
    void aMessageStaysOnItsLine() throws IOException {
        try (LogFiles log = LogFiles.in(folder, logback)) {
            own.info("key={} in {}", "a\r\n2026-01-01 ERROR forged", log.folder());
        }

        assertThat(content("terrace.log"))
                .contains("key=a | 2026-01-01 ERROR forged")
                .hasLineCount(1);
    }

    @Test
    void detailsAreKeptForSevenDaysAndTheRestForThirty() throws IOException {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        for (String name : new String[] {"debug", "terrace"}) {
            for (int days : new int[] {6, 9, 29, 32}) {
                Files.writeString(folder.resolve(name + "." + today.minusDays(days) + ".0.log.gz"), "old");
            }
        }

        LogFiles.in(folder, logback).close();

        assertThat(folder.resolve("debug." + today.minusDays(6) + ".0.log.gz")).exists();
        assertThat(folder.resolve("debug." + today.minusDays(9) + ".0.log.gz")).doesNotExist();
        assertThat(folder.resolve("terrace." + today.minusDays(29) + ".0.log.gz"))
                .exists();
        assertThat(folder.resolve("terrace." + today.minusDays(32) + ".0.log.gz"))
                .doesNotExist();
    }

    @Test
    void afterTheEndTheFilesAreClosed() throws IOException {
        LogFiles.in(folder, logback).close();

        own.error("later");

        assertThat(content("debug.log")).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> LogFiles.in(file.resolve("logs"), logback))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--log-folder");
    }
}
