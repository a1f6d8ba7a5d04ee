package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Removes what has expired. */
@Command(name = "cleanup", description = "Remove expired entries now.")
public final class CleanupCommand implements Callable<Integer> {

    @Mixin
    private final Remote remote;

    /** Makes the command. */
    public CleanupCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        AdminClient client = remote.connect();
        JsonNode cleaned = remote.follow(client, client.send("POST", "/cache/cleanup", null), "cleaning up");
        remote.output()
                .show(
                        cleaned,
                        () -> "Removed " + Numbers.count(cleaned.path("expired").asLong()) + " expired entries");
        return ExitCodes.OK;
    }
}
