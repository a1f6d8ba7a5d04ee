package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Progress;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.disk.TransferReport;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the entries of the disk tier to a file, while no server runs. */
@Command(name = "export", description = "Copy the live entries of the disk tier to a file; the server must have ended.")
public final class ExportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Output output;

    @Mixin
    private final ConfigurationOption configuration;

    @Parameters(paramLabel = "FILE", description = "What to write; replaced when the export is complete.")
    private Path file = Path.of("");

    /** Makes the command. */
    public ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        output = new Output(surroundings);
        configuration = new ConfigurationOption(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        Folder folder = Folder.of(configuration.read());
        if (!folder.hasEntries()) {
            throw Failure.of(
                    folder.path().toAbsolutePath() + " holds no disk tier",
                    "pass the server's configuration, and start from its working directory");
        }
        TransferReport report = export(folder);
        output.show(
                Json.tree(report),
                () -> "Exported " + Numbers.count(report.entries()) + " entries, " + Numbers.bytes(report.bytes())
                        + ", to " + file);
        return ExitCodes.OK;
    }

    private TransferReport export(Folder folder) throws IOException {
        try (DiskTier disk = folder.tier()) {
            disk.start(new TierContext(surroundings.time(), Runnable::run));
            if (!disk.isComplete() || disk.unsettled().stream().anyMatch(ExportCommand::isRemoval)) {
                throw Failure.of(
                        "the folder holds removals that were under way when its server ended",
                        "start the server once, let it end in order, and export again");
            }
            try (Progress progress = output.progress("exporting", disk.size().entries())) {
                return disk.export(file, (entries, bytes) -> {
                    progress.at(entries);
                    return true;
                });
            }
        } catch (TierUnavailableException e) {
            throw Failure.of(
                    "the folder is still being recovered after a kill",
                    "start the server once and let it end in order");
        }
    }

    /** Entries that are gone for readers, but not from the file yet. A write that waits for Redis is in the file. */
    private static boolean isRemoval(Journal.Item item) {
        return !(item instanceof Journal.Write);
    }
}
