package dev.terrace.cache.cli;

import dev.terrace.cache.cli.command.CleanupCommand;
import dev.terrace.cache.cli.command.ClearCommand;
import dev.terrace.cache.cli.command.ExplainCommand;
import dev.terrace.cache.cli.command.HealthCommand;
import dev.terrace.cache.cli.command.InvalidateCommand;
import dev.terrace.cache.cli.command.KeysCommand;
import dev.terrace.cache.cli.command.ReportCommand;
import dev.terrace.cache.cli.command.StatsCommand;
import dev.terrace.cache.cli.command.WarmCommand;
import dev.terrace.cache.cli.console.EnvironmentDefaults;
import dev.terrace.cache.cli.console.Errors;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.doctor.DoctorCommand;
import dev.terrace.cache.cli.local.ConfigCheckCommand;
import dev.terrace.cache.cli.local.ConfigCommand;
import dev.terrace.cache.cli.local.ExportCommand;
import dev.terrace.cache.cli.local.ImportCommand;
import dev.terrace.cache.cli.serve.ServeCommand;
import dev.terrace.cache.config.SettingText;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Puts the commands together. */
final class Program {

    private Program() {}

    /** Returns the program; it may be run once. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine serve = new CommandLine(new ServeCommand(surroundings))
                .setDefaultValueProvider(new EnvironmentDefaults(surroundings));
        CommandLine config =
                new CommandLine(new ConfigCommand(surroundings)).addSubcommand(new ConfigCheckCommand(surroundings));
        CommandLine program = new CommandLine(new Terrace());
        List<Object> commands = List.of(
                Elsewhere.command("demo", "Run the demo (from a checkout)."),
                serve,
                new HealthCommand(surroundings),
                new StatsCommand(surroundings),
                new KeysCommand(surroundings),
                new ExplainCommand(surroundings),
                new InvalidateCommand(surroundings),
                new ClearCommand(surroundings),
                new CleanupCommand(surroundings),
                new WarmCommand(surroundings),
                new ReportCommand(surroundings),
                new ExportCommand(surroundings),
                new ImportCommand(surroundings),
                config,
                new DoctorCommand(surroundings),
                Elsewhere.command(
                        "bench", "Run the benchmarks beside the raw libraries and the peers (from a checkout)."),
                Elsewhere.command("drill", "Let two nodes disagree on a real Redis (from a checkout)."));
        commands.forEach(program::addSubcommand);
        program.getSubcommands().values().forEach(Program::addHelp);
        config.getSubcommands().values().forEach(Program::addHelp);
        program.registerConverter(Duration.class, text -> SettingText.duration("TIME", text));
        Errors errors = new Errors();
        return program.setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private static void addHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help and end.")
                            .build());
        }
    }
}
