package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "One that was kept, as --list names it; without it, one of now is made.")
    private String name = "latest";

    @Option(names = "--list", description = "List the reports that there are.")
    private boolean lists;

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
        if (lists) {
            JsonNode reports = remote.connect().get("/cache/reports").json();
            remote.output().show(reports, () -> list(reports.path("reports")));
            return ExitCodes.OK;
        }
        String wanted = remote.output().isJson() ? "json" : format().name().toLowerCase(Locale.ROOT);
        String report = remote.connect()
                .get("/cache/reports/" + AdminClient.encoded(name) + "?format=" + wanted)
                .body();
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

    private static String list(JsonNode reports) {
        Table table = new Table("name", "made");
        reports.forEach(report ->
                table.row(report.path("name").asString(), report.path("at").asString("now")));
        return table.toString();
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        return file != null && file.toString().endsWith(".html") ? Format.HTML : Format.MD;
    }
}
