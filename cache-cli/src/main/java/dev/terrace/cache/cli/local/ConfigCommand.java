package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the configuration as it holds. */
@Command(name = "config", description = "Print the configuration that holds, with passwords and keys hidden.")
public final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private final Output output;

    @Mixin
    private final ConfigurationOption configuration;

    /** Makes the command. */
    public ConfigCommand(Surroundings surroundings) {
        output = new Output(surroundings);
        configuration = new ConfigurationOption(surroundings);
    }

    @Override
    public Integer call() {
        Map<String, String> effective = configuration.read().effective();
        output.show(Json.tree(effective), () -> {
            Table table = new Table("setting", "value");
            effective.forEach((name, value) -> table.row(name, value));
            return table.toString();
        });
        return ExitCodes.OK;
    }
}
