package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.demo.Main.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainIT {

    private static final int TERMINATED = 143;

    @TempDir
    private Path parent;

    private Ending ending = new Ending();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Path folder() {
        return parent.resolve("demo");
    }

    private int run(InputStream in, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--folder=" + folder(), "--products=2000", "--port=0", "--shop-port=0", "--redis=none"));
        arguments.addAll(List.of(more));
        return Main.run(arguments, new Terminal(in, stream(out), stream(err)), ending);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String text(ByteArrayOutputStream of) {
        String text = of.toString(StandardCharsets.UTF_8);
        of.reset();
        return text;
    }

    @Test
    void aDemoEndsByItselfStartsWarmAndCleansUp() throws Exception {
        assertThat(run(InputStream.nullInputStream(), "--headless", "--duration=2s"))
                .isZero();
        assertThat(text(out))
                .contains(
                        "A shop with 2,000 products, 6,000 reviews and 500 users",
                        "filling the database",
                        "dashboard  http://127.0.0.1:",
                        "/#token=",
                        "the cache is off",
                        "the cache is on",
                        "without the cache",
                        "old prices seen: 0",
                        "Closed.")
                .doesNotContain("second start:", "c the cache on or off");

        try (Played played = new Played(folder())) {
            played.visits(20, 7);
        }
        InputStream keys = new ByteArrayInputStream("c\nt\nwhat\nq\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run(keys)).isZero();
        ending = new Ending();
        assertThat(text(out))
                .contains("entries warm from disk", "c the cache on or off", "Closed.")
                .doesNotContain("filling the database");

        assertThat(run(InputStream.nullInputStream(), "--clean")).isZero();
        assertThat(text(out)).contains("Removed " + folder());
        assertThat(folder()).doesNotExist();
        assertThat(run(InputStream.nullInputStream(), "--clean")).isZero();
        assertThat(text(out)).contains("There is nothing to remove");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void aSignalEndsTheFillingAndTheNextStartBeginsAnew() throws Exception {
        ending.ask();
        assertThat(run(InputStream.nullInputStream())).isZero();
        assertThat(text(out)).contains("Ended before the database was complete").doesNotContain("dashboard");
        assertThat(folder().resolve("database")).doesNotExist();
        try (Played next = new Played(folder())) {
            assertThat(next.said).hasSize(1).first().asString().contains("ended before its database was complete");
        }
    }

    @Test
    void aFolderThatCannotBeIsNamedWithTheFix() throws Exception {
        Files.writeString(folder(), "a file");
        for (String action : List.of("--clean", "--headless")) {
            assertThat(run(InputStream.nullInputStream(), action)).isEqualTo(2);
            assertThat(text(err)).contains("cannot use the folder " + folder(), "choose another with --folder=PATH");
        }
    }

    @Test
    void cleaningLeavesWhatIsNotOfTheDemo() throws Exception {
        Files.createDirectories(folder().resolve("database"));
        Path other = Files.writeString(folder().resolve("thesis.txt"), "three years of work");

        assertThat(run(InputStream.nullInputStream(), "--clean")).isZero();
        assertThat(other).exists();
        assertThat(folder().resolve("database")).doesNotExist();
    }

    @Test
    void aSignalClosesTheDemoInOrder() throws Exception {
        Process demo = child();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !hasVisitors(line)) {
                if (line.contains("the cache is off")) {
                    demo.getOutputStream().write("c\n".getBytes(StandardCharsets.UTF_8));
                    demo.getOutputStream().flush();
                }
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as(said.toString()).isNotNull();
            demo.toHandle().destroy(); // Process.destroy() would close the pipe, too
            lines.lines().forEach(each -> said.append(each).append('\n'));
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.destroyForcibly().waitFor();
        }
        assertThat(demo.exitValue()).as(said.toString()).isEqualTo(TERMINATED);
        assertThat(said).contains("the cache is on", "old prices seen: 0", "Closed.");

        try (Played after = new Played(folder())) {
            assertThat(after.scene.cache().warmEntries()).isPositive();
            assertThat(after.said).isEmpty();
        }
    }

    /** Returns true for a line that says that pages came while the cache was on. */
    private static boolean hasVisitors(String line) {
        return line.startsWith("day ") && line.contains("cache on") && !line.contains(" 0 pages/s");
    }

    private Process child() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--folder=" + folder(),
                "--products=2000",
                "--port=0",
                "--shop-port=0",
                "--redis=none"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
