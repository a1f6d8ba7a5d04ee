package dev.terrace.cache.cli;

import dev.terrace.cache.cli.console.ShutdownSignal;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Terminal;
import dev.terrace.cache.time.SystemTime;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The program {@code terrace}. */
public final class Main {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int exitCode;
        try (SystemTime time = new SystemTime()) {
            exitCode = Program.commandLine(surroundings(time))
                    .setOut(writer(FileDescriptor.out))
                    .setErr(writer(FileDescriptor.err))
                    .execute(arguments);
        }
        System.exit(exitCode);
    }

    /** In UTF-8 whatever the locale says: keys may hold any character, and scripts read them. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    private static Surroundings surroundings(SystemTime time) {
        Terminal terminal = new Terminal();
        Supplier<@Nullable String> answers = terminal.has(0) && terminal.has(2) ? Main::readLine : null;
        return new Surroundings(System.getenv(), terminal.has(2), answers, new ShutdownSignal(PATIENCE), time);
    }

    private static @Nullable String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
