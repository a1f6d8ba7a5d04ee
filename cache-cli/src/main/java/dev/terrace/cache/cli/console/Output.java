package dev.terrace.cache.cli.console;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The options that every command has, and what it prints: results to standard output, all else to standard error. */
public final class Output {

    private final Surroundings surroundings;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Print the result as one line of JSON, for scripts.")
    private boolean asJson;

    /** Makes the options of one command. */
    public Output(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Prints a result. */
    public void show(JsonNode json, Supplier<String> text) {
        line(asJson ? Json.text(json) : text.get());
    }

    /** Prints a line of the result. */
    public void line(String line) {
        PrintWriter out = command().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** Tells whoever watches, and leaves the result as it is. */
    public void note(String line) {
        PrintWriter err = errors();
        err.println(line);
        err.flush();
    }

    /** Returns true if the result is to be JSON. */
    public boolean isJson() {
        return asJson;
    }

    /**
     * Shows how far long work is, on a terminal only.
     *
     * @param what is done, as in {@code warming}
     * @param total how much there is to do; 0 if nobody knows
     */
    public Progress progress(String what, long total) {
        return new Progress(surroundings.showsProgress() ? errors() : null, what, total);
    }

    /**
     * Asks whether to do it.
     *
     * @param question ends with a question mark; made only if somebody is there to answer
     * @throws Failure if the answer is no, or nobody is there to answer
     */
    public void confirm(Supplier<String> question) {
        Supplier<@Nullable String> answers = surroundings.answers();
        if (answers == null) {
            throw Failure.refused(
                    command().qualifiedName() + " asks before it removes, and nobody is there to answer",
                    "pass --yes to do it without a question");
        }
        PrintWriter err = errors();
        err.print(question.get() + " [y/N] ");
        err.flush();
        String answer = answers.get();
        if (answer == null
                || !(answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"))) {
            throw Failure.refused("nothing was changed", "answer y, or pass --yes");
        }
    }

    private PrintWriter errors() {
        return command().commandLine().getErr();
    }

    private CommandSpec command() {
        return Objects.requireNonNull(command, "picocli sets the command before it runs it");
    }
}
