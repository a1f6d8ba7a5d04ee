package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a report made, and prints or saves it. */
@Command(name = "report", description = "Print a report of now with advice, or save it to a file.")
public final class ReportCommand implements Callable<Integer> {

    /** How a report is written. */
    enum Format {
        MD,
        HTML
    }

    @Mixin
    private final Remote remote;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "md or html. Default: what the file's name ends with, else md.")
    private @Nullable Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write; standard output without it.")
    private @Nullable Path file;

    /** Makes the command. */
    public ReportCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        String wanted = remote.output().isJson() ? "json" : format().name().toLowerCase(Locale.ROOT);
        String report =
                remote.connect().get("/cache/reports/latest?format=" + wanted).body();
        if (file == null) {
            remote.output().line(report);
            return ExitCodes.OK;
        }
        try {
            Files.writeString(file, report);
        } catch (IOException e) {
            throw Failure.of("the report cannot be written to " + file, "name a file in a folder that can be written");
        }
        Path written = file;
        remote.output().show(Json.object().put("file", written.toString()), () -> "Report written to " + written);
        return ExitCodes.OK;
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        return file != null && file.toString().endsWith(".html") ? Format.HTML : Format.MD;
    }
}
