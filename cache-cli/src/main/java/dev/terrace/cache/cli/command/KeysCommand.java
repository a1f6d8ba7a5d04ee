package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Lists live keys, page by page, as the server walks over its tiers. */
@Command(name = "keys", description = "List live keys.")
public final class KeysCommand implements Callable<Integer> {

    private static final int PAGE = 1000;

    @Mixin
    private final Remote remote;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description = "Glob of full keys, as in 'user:12*'; all without it.")
    private String pattern = "*";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most keys to list; 0 for all. Default: 100.")
    private long limit;

    /** Makes the command. */
    public KeysCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw Failure.usage("--limit must be 0 or more but was " + limit, "pass 0 for all keys");
        }
        AdminClient client = remote.connect();
        ArrayNode all = Json.object().putArray("keys");
        String query = "pattern=" + AdminClient.encoded(pattern);
        long listed = 0;
        boolean goesOn = true;
        while (goesOn) {
            long page = limit == 0 ? PAGE : Math.min(PAGE, limit - listed);
            JsonNode answer =
                    client.get("/cache/keys?" + query + "&limit=" + page).json();
            answer.path("keys").forEach(key -> list(all, key));
            listed += answer.path("keys").size();
            String cursor = answer.path("cursor").asString("");
            query = "cursor=" + AdminClient.encoded(cursor);
            boolean isMore = !cursor.isEmpty();
            goesOn = isMore && (limit == 0 || listed < limit);
            if (!goesOn) {
                end(all, isMore);
            }
        }
        return ExitCodes.OK;
    }

    /** Text goes out at once, so that a pipe sees it; JSON is one line, so it waits. */
    private void list(ArrayNode all, JsonNode key) {
        if (remote.output().isJson()) {
            all.add(key);
        } else {
            remote.output().line(Keys.shown(key.asString()));
        }
    }

    private void end(ArrayNode all, boolean isMore) {
        if (remote.output().isJson()) {
            var answer = Json.object();
            answer.set("keys", all);
            remote.output().line(Json.text(answer.put("more", isMore)));
        } else if (isMore) {
            remote.output().note("There are more; --limit 0 lists all.");
        }
    }
}
