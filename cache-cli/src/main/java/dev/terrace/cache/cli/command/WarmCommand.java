package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Surroundings;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Brings what is wanted into memory. */
@Command(name = "warm", description = "Bring what is wanted now, and wait for it.")
public final class WarmCommand implements Callable<Integer> {

    @Mixin
    private final Remote remote;

    /** Makes the command. */
    public WarmCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        AdminClient client = remote.connect();
        JsonNode report = remote.follow(client, client.send("POST", "/cache/warming/run", null), "warming");
        remote.output().show(report, () -> text(report.path("counts")));
        return ExitCodes.OK;
    }

    private static String text(JsonNode counts) {
        StringJoiner text = new StringJoiner(", ", "Warmed: ", "");
        counts.properties()
                .forEach(count -> text.add(Numbers.count(count.getValue().asLong()) + " " + count.getKey()));
        return text.toString();
    }
}
