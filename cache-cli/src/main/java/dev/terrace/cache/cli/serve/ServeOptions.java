package dev.terrace.cache.cli.serve;

import dev.terrace.cache.server.AdminServerBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server of its own can be told; each option can be a variable instead. */
final class ServeOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: 127.0.0.1.")
    String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + AdminServerBuilder.USUAL_PORT,
            description = "Port to listen on; 0 for any free one. Default: " + AdminServerBuilder.USUAL_PORT + ".")
    int port;

    @Option(
            names = "--log-folder",
            paramLabel = "FOLDER",
            defaultValue = "logs",
            description = "Where the log is written. Default: logs.")
    Path logFolder = Path.of("logs");

    @Option(
            names = "--reports-folder",
            paramLabel = "FOLDER",
            description = "Where history and a report each week are kept; none are without it.")
    @Nullable
    Path reportsFolder;

    @Option(names = "--alert-webhook", paramLabel = "URL", description = "Address that alerts are posted to, as JSON.")
    @Nullable
    URI alertWebhook;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            split = ",",
            description = "Region to make, of JSON documents, which clients store over HTTP. May be repeated.")
    List<String> regions = new ArrayList<>();

    @Option(
            names = "--show-values",
            paramLabel = "REGION",
            split = ",",
            description = "Region whose values may be shown. May be repeated.")
    List<String> shownRegions = new ArrayList<>();

    @Option(
            names = "--warm-at-start",
            paramLabel = "TIME",
            description = "Bring what was read most from the tiers below into memory, as in 10s, before the server is"
                    + " ready; needs --region.")
    @Nullable
    Duration warmAtStart;

    @Option(
            names = "--key-store",
            paramLabel = "FILE",
            description = "Speak TLS with this key store; its password is in TERRACE_KEY_STORE_PASSWORD.")
    @Nullable
    Path keyStore;
}
