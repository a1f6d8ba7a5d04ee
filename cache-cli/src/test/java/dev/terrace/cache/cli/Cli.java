package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.cli.console.Lifetime;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.time.SystemTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs commands in this process, with variables, answers and streams of their own. */
final class Cli implements Lifetime {

    private final Map<String, String> environment = new HashMap<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean isTerminal;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    volatile boolean hasEnded;

    /** What a command did. */
    record Run(int exitCode, String out, String err) {}

    Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Somebody sits at the terminal and will type this. */
    Cli answering(String... lines) {
        isTerminal = true;
        answers.addAll(Arrays.asList(lines));
        return this;
    }

    Run run(String... arguments) {
        try (SystemTime time = new SystemTime()) {
            CommandLine program = program(time);
            program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
            int exitCode = program.execute(arguments);
            Run run = new Run(exitCode, out.toString(), err.toString());
            if (!isServing(arguments)) {
                out.getBuffer().setLength(0);
                err.getBuffer().setLength(0);
            }
            return run;
        }
    }

    /** Returns the program, to be looked at. */
    CommandLine program() {
        try (SystemTime time = new SystemTime()) {
            return program(time);
        }
    }

    private CommandLine program(SystemTime time) {
        return Program.commandLine(
                new Surroundings(environment, isTerminal, isTerminal ? this::answer : null, this, time));
    }

    private static boolean isServing(String... arguments) {
        return Arrays.asList(arguments).contains("serve");
    }

    private @Nullable String answer() {
        return answers.poll();
    }

    /** Tells a server to end. */
    void end() {
        end.countDown();
    }

    @Override
    public void begin() {
        assertThat(hasEnded).isFalse();
    }

    @Override
    public void await() {
        try {
            if (!end.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("the test did not end its server");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void ended() {
        hasEnded = true;
    }
}
