package dev.terrace.cache.cli;

import dev.terrace.cache.cli.console.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** A command of a program of its own, in this list because the launcher {@code ./terrace} knows it, too. */
final class Elsewhere implements Callable<Integer> {

    private final String name;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> arguments = new ArrayList<>();

    private Elsewhere(String name) {
        this.name = name;
    }

    /** Returns a command that says where to find it. */
    static CommandLine command(String name, String description) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new Elsewhere(name)).name(name);
        spec.usageMessage().description(description);
        return new CommandLine(spec).setUnmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                name + " is not in this jar",
                "run it from a checkout: ./terrace " + String.join(" ", with(name, arguments)));
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
