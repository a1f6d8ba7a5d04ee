package dev.terrace.cache.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process of its own; what it prints goes to files. Destroyed when closed. */
final class Child implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 3;

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What an ended process said. */
    record End(int exitCode, String out, String err) {}

    /** Starts a command with these variables beside those of this process that begin with nothing of ours. */
    static Child start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(TERRACE|CACHE|JAVA_TOOL).*"));
        builder.environment().putAll(environment);
        return new Child(builder.start(), out, err);
    }

    /** Returns the command that runs Java as this test runs. */
    static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java") + ""));
        command.addAll(List.of(arguments));
        return command;
    }

    long pid() {
        return process.pid();
    }

    /** Waits for a line of standard output and returns its first group. */
    String says(String pattern) {
        Pattern line = Pattern.compile(pattern);
        Awaitility.await()
                .atMost(Duration.ofMinutes(PATIENCE_MINUTES))
                .until(() -> !process.isAlive()
                        || line.matcher(Files.readString(out)).find());
        try {
            Matcher found = line.matcher(Files.readString(out));
            if (found.find()) {
                return found.group(1);
            }
            throw new AssertionError("it ended without saying " + pattern + ": " + Files.readString(err));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    End end() throws Exception {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("it did not end: " + Files.readString(err));
        }
        return new End(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
