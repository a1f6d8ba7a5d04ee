package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Progress;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.disk.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts exported entries into the folder of the disk tier, while no server runs. */
@Command(
        name = "import",
        description =
                "Put the entries of an export into the disk tier; the server must have ended. What has expired and"
                        + " keys that are there already are left out.")
public final class ImportCommand implements Callable<Integer> {

    @Mixin
    private final Output output;

    @Mixin
    private final ConfigurationOption configuration;

    @Parameters(paramLabel = "FILE", description = "What export wrote.")
    private Path file = Path.of("");

    /** Makes the command. */
    public ImportCommand(Surroundings surroundings) {
        output = new Output(surroundings);
        configuration = new ConfigurationOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        Folder folder = Folder.of(configuration.read());
        if (!Files.isReadable(file)) {
            throw Failure.usage("the export " + file + " cannot be read", "name a file that export wrote");
        }
        TransferReport report;
        try (Progress progress = output.progress("importing", 0)) {
            report = folder.tier().importFrom(file, (entries, bytes) -> {
                progress.at(entries);
                return true;
            });
        }
        output.show(
                Json.tree(report),
                () -> "Imported " + Numbers.count(report.entries()) + " entries, " + Numbers.bytes(report.bytes())
                        + "; left out " + Numbers.count(report.skipped()));
        return ExitCodes.OK;
    }
}
