package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.config.Configuration;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a file, and nothing but that file. */
@Command(name = "check", description = "Check a configuration file; each problem is a line. Variables do not count.")
public final class ConfigCheckCommand implements Callable<Integer> {

    @Mixin
    private final Output output;

    @Parameters(paramLabel = "FILE", description = "A .yaml, .yml or .properties file.")
    private Path file = Path.of("");

    /** Makes the command. */
    public ConfigCheckCommand(Surroundings surroundings) {
        output = new Output(surroundings);
    }

    @Override
    public Integer call() {
        try {
            Configuration.fromFile(file);
        } catch (UncheckedIOException e) {
            throw Failure.usage("the configuration " + file + " cannot be read", "name a file that is there");
        }
        output.show(Json.object().put("file", file.toString()).put("valid", true), () -> file + " is right");
        return ExitCodes.OK;
    }
}
