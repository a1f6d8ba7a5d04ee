package dev.terrace.cache.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small parts that commands are made of. */
class ConsoleTest {

    @Test
    void numbersAreWrittenForPeople() {
        assertThat(Numbers.count(1234567)).isEqualTo("1,234,567");
        assertThat(Numbers.share(0.1234)).isEqualTo("12.3 %");
        assertThat(Numbers.bytes(999)).isEqualTo("999 B");
        assertThat(Numbers.bytes(1234)).isEqualTo("1.2 kB");
        assertThat(Numbers.bytes(64_000_000)).isEqualTo("64 MB");
        assertThat(Numbers.bytes(5_000_000_000_000_000L)).isEqualTo("5000 TB");
        assertThat(Numbers.nanos(12)).isEqualTo("12 ns");
        assertThat(Numbers.nanos(1_500)).isEqualTo("1.5 µs");
        assertThat(Numbers.nanos(2_300_000)).isEqualTo("2.3 ms");
        assertThat(Numbers.nanos(4_200_000_000L)).isEqualTo("4.2 s");
        assertThat(Numbers.duration(Duration.ofHours(76))).isEqualTo("3d 4h");
        assertThat(Numbers.duration(Duration.ofMinutes(61))).isEqualTo("1h 1m");
        assertThat(Numbers.duration(Duration.ofSeconds(61))).isEqualTo("1m 1s");
        assertThat(Numbers.duration(Duration.ofMillis(400))).isEqualTo("0s");
    }

    @Test
    void aTableAlignsNumbersAtTheRight() {
        Table table = new Table("tier", "entries").row("memory", "7").row("disk", "1,234");

        assertThat(table.toString().lines()).containsExactly("tier    entries", "memory        7", "disk      1,234");
    }

    @Test
    void progressIsOneLineThatGoes() {
        StringWriter terminal = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(terminal), "exporting", 10)) {
            progress.at(5);
            progress.at(5);
        }

        String erase = "\r\u001b[K";
        assertThat(terminal).hasToString(erase + "exporting  [###############---------------] 50.0 %  5" + erase);
    }

    @Test
    void progressShowsACountIfNobodyKnowsTheTotal() {
        StringWriter terminal = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(terminal), "importing", 0)) {
            progress.at(1234);
        }

        assertThat(terminal.toString()).contains("importing  1,234");
    }

    @Test
    void aTerminalIsToldByWhatTheDescriptorLeadsTo(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("0"), Path.of("/dev/pts/3"));
        Files.createSymbolicLink(folder.resolve("1"), Path.of("/tmp/file"));
        Files.createSymbolicLink(folder.resolve("2"), Path.of("/dev/tty1"));
        Terminal terminal = new Terminal(folder);

        assertThat(terminal.has(0)).isTrue();
        assertThat(terminal.has(1)).isFalse();
        assertThat(terminal.has(2)).isTrue();
        assertThat(terminal.has(3)).isFalse();
        assertThat(new Terminal(folder.resolve("nowhere")).has(9)).isIn(true, false);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> Json.read("<html>"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--url");
    }

    @Test
    void theJvmWaitsForTheServerToEnd() throws Exception {
        ShutdownSignal signal = new ShutdownSignal(Duration.ofMinutes(1));
        signal.begin();

        CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(signal::tell);
        signal.await();
        signal.ended();

        assertThat(told.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void theJvmDoesNotWaitForever() {
        assertThat(new ShutdownSignal(Duration.ofMillis(1)).tell()).isFalse();
    }
}
