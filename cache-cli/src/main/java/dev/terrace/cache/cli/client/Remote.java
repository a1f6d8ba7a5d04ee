package dev.terrace.cache.cli.client;

import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Progress;
import dev.terrace.cache.cli.console.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The options of every command that talks to a server, and the way there. */
public final class Remote {

    /** Where a server listens unless it was told otherwise. */
    public static final String USUAL_ADDRESS = "http://127.0.0.1:8070";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Surroundings surroundings;

    @Mixin
    private final Output output;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the server; else TERRACE_URL, else " + USUAL_ADDRESS + ".")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the token; else TERRACE_TOKEN, TERRACE_TOKEN_FILE,"
                    + " TERRACE_ADMIN_TOKEN or TERRACE_ADMIN_TOKEN_FILE.")
    private @Nullable Path tokenFile;

    /** Makes the options of one command. */
    public Remote(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = new Output(surroundings);
    }

    /** Returns where results go. */
    public Output output() {
        return output;
    }

    /**
     * Returns a client of the server that the options and variables name.
     *
     * @throws Failure if they make no sense
     */
    public AdminClient connect() {
        return new AdminClient(address(), token(), TIMEOUT);
    }

    /** Returns a client that sends no token. */
    public AdminClient connectAsNobody() {
        return new AdminClient(address(), null, TIMEOUT);
    }

    private URI address() {
        URI given = url != null ? url : parsed(surroundings.variable("TERRACE_URL"));
        if (given.getHost() == null || !("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
            throw Failure.usage("the server's address was " + given, "pass one such as --url " + USUAL_ADDRESS);
        }
        return given;
    }

    private static URI parsed(@Nullable String variable) {
        try {
            return URI.create(variable == null ? USUAL_ADDRESS : variable);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("TERRACE_URL was " + variable, "set it to an address such as " + USUAL_ADDRESS);
        }
    }

    private @Nullable String token() {
        if (tokenFile != null) {
            return firstLine(tokenFile);
        }
        for (String name : new String[] {"TERRACE_TOKEN", "TERRACE_ADMIN_TOKEN"}) {
            String token = surroundings.variable(name);
            String file = surroundings.variable(name + "_FILE");
            if (token != null || file != null) {
                return token != null ? token : firstLine(Path.of(String.valueOf(file)));
            }
        }
        return null;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw Failure.usage("the token file " + file + " cannot be read", "name a readable file with the token");
        }
    }

    /**
     * Waits for work that a request began, and shows how far it is.
     *
     * @param what is done, as in {@code warming}
     * @return what it came to
     * @throws Failure if the work failed
     */
    public JsonNode follow(AdminClient client, Answer begun, String what) {
        if (!begun.goesOn()) {
            return begun.json();
        }
        try (Progress progress = output.progress(what, 0)) {
            while (true) {
                JsonNode job = client.get(begun.location()).json();
                progress.at(job.path("done").asLong());
                switch (job.path("state").asString()) {
                    case "RUNNING" -> pause();
                    case "FAILED" ->
                        throw Failure.of(
                                what + " failed: " + job.path("failure").asString(""), "look into the server's log");
                    default -> {
                        return job.path("result");
                    }
                }
            }
        }
    }

    private void pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        surroundings.time().after(POLL, () -> over.complete(null));
        over.join();
    }
}
