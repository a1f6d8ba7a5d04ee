package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Removes keys by pattern or label. */
@Command(name = "invalidate", description = "Remove every key that matches a pattern, or every entry with a label.")
public final class InvalidateCommand implements Callable<Integer> {

    private static final String PATH = "/cache/invalidate";

    @Mixin
    private final Remote remote;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Glob of full keys, as in 'user:12*'.")
    private @Nullable String pattern;

    @Option(names = "--label", paramLabel = "LABEL", description = "Label that entries carry, in place of a pattern.")
    private @Nullable String label;

    @Option(names = "--dry-run", description = "Count the keys and show ten of them; remove nothing.")
    private boolean isDry;

    @Option(
            names = {"-y", "--yes"},
            description = "Remove without a question.")
    private boolean isSure;

    /** Makes the command. */
    public InvalidateCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        if ((pattern == null) == (label == null)) {
            throw Failure.usage(
                    "a PATTERN or --label must be given, and not both", "as in: terrace invalidate 'user:12*'");
        }
        ObjectNode body = pattern != null
                ? Json.object().put("pattern", pattern)
                : Json.object().put("label", label);
        AdminClient client = remote.connect();
        if (isDry) {
            JsonNode matching = count(client, body);
            remote.output().show(matching, () -> text(matching));
            return ExitCodes.OK;
        }
        if (!isSure) {
            remote.output().confirm(() -> question(client, body));
        }
        JsonNode removed = remote.follow(client, client.send("POST", PATH, body), "invalidating");
        remote.output().show(removed, () -> Removed.text(removed));
        return ExitCodes.OK;
    }

    private String question(AdminClient client, ObjectNode body) {
        String what = label != null ? "all with label " + Keys.shown(label) : Keys.shown(String.valueOf(pattern));
        return text(count(client, body)) + System.lineSeparator() + "Remove " + what + "?";
    }

    private JsonNode count(AdminClient client, ObjectNode body) {
        ObjectNode dry = body.deepCopy().put("dryRun", true);
        return remote.follow(client, client.send("POST", PATH, dry), "counting");
    }

    private String text(JsonNode matching) {
        StringJoiner samples = new StringJoiner(", ", " (", ")").setEmptyValue("");
        matching.path("samples").forEach(key -> samples.add(Keys.shown(key.asString())));
        long count = matching.path("matching").asLong();
        String what = label != null
                ? "Label " + Keys.shown(label) + " is on "
                : Keys.shown(String.valueOf(pattern)) + " matches ";
        return what + Numbers.count(count) + (count == 1 ? " key" : " keys") + samples;
    }
}
