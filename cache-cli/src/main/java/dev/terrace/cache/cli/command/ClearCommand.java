package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Empties the cache or one tier. */
@Command(name = "clear", description = "Empty the whole cache, or one tier.")
public final class ClearCommand implements Callable<Integer> {

    @Mixin
    private final Remote remote;

    @Parameters(
            arity = "0..1",
            paramLabel = "TIER",
            description = "memory, disk or redis, or by position l1, l2, l3; everything without it.")
    private @Nullable String tier;

    @Option(
            names = {"-y", "--yes"},
            description = "Remove without a question.")
    private boolean isSure;

    /** Makes the command. */
    public ClearCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        AdminClient client = remote.connect();
        if (!isSure) {
            remote.output().confirm(() -> tier == null ? "Remove everything from every tier?" : "Empty " + tier + "?");
        }
        String path = tier == null ? "/cache" : "/cache/tiers/" + AdminClient.encoded(tier);
        JsonNode removed = remote.follow(client, client.send("DELETE", path, null), "clearing");
        remote.output().show(removed, () -> Removed.text(removed));
        return ExitCodes.OK;
    }
}
