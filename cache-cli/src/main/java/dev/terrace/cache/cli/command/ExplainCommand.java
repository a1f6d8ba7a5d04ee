package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Table;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says all that is known of one key. */
@Command(name = "explain", description = "Say where a key is, how long it lives and what removed it last.")
public final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "KEY", description = "Full key, as in user:123.")
    private String key = "";

    /** Makes the command. */
    public ExplainCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode entry = remote.connect()
                .get("/cache/entries/" + AdminClient.encoded(key))
                .json();
        remote.output().show(entry, () -> text(entry));
        return ExitCodes.OK;
    }

    private static String text(JsonNode entry) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        String state = entry.path("live").asBoolean() ? "is live" : "is not there";
        lines.add(Keys.shown(entry.path("key").asString()) + " " + state);
        lines.add(tiers(entry.path("tiers")).toString());
        add(lines, "write under way: ", entry.path("pendingWrite"));
        entry.path("hiddenBy").forEach(barrier -> add(lines, "hidden by: ", barrier));
        add(lines, "last removal: ", entry.path("lastRemoval"));
        if (entry.path("valueShown").asBoolean()) {
            lines.add("value: " + Json.text(entry.path("value")));
        }
        return lines.toString();
    }

    private static void add(StringJoiner lines, String name, JsonNode text) {
        if (text.isString()) {
            lines.add(name + Keys.shown(text.asString()));
        }
    }

    private static Table tiers(JsonNode tiers) {
        Table table = new Table("tier", "state", "lives for", "size", "tag");
        tiers.forEach(tier -> {
            JsonNode remaining = tier.path("remainingMillis");
            boolean isThere = tier.path("bytes").asLong() > 0;
            table.row(
                    tier.path("tier").asString(),
                    tier.path("state").asString().toLowerCase(java.util.Locale.ROOT),
                    remaining.isNumber()
                            ? Numbers.duration(Duration.ofMillis(remaining.asLong()))
                            : isThere ? "ever" : "-",
                    isThere ? Numbers.bytes(tier.path("bytes").asLong()) : "-",
                    isThere ? tier.path("tag").asString() : "-");
        });
        return table;
    }
}
