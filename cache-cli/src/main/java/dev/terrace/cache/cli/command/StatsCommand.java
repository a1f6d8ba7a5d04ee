package dev.terrace.cache.cli.command;

import dev.terrace.cache.cli.client.AdminClient;
import dev.terrace.cache.cli.client.Remote;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows the numbers of tiers and regions. */
@Command(name = "stats", description = "Show hit ratios, sizes and latencies of tiers and regions.")
public final class StatsCommand implements Callable<Integer> {

    @Mixin
    private final Remote remote;

    @Option(names = "--reset", description = "Count from zero again afterwards.")
    private boolean resets;

    /** Makes the command. */
    public StatsCommand(Surroundings surroundings) {
        remote = new Remote(surroundings);
    }

    @Override
    public Integer call() {
        AdminClient client = remote.connect();
        JsonNode stats = client.get("/cache/stats").json();
        remote.output().show(stats, () -> text(stats));
        if (resets) {
            client.send("POST", "/cache/stats/reset", null);
        }
        return ExitCodes.OK;
    }

    private static String text(JsonNode stats) {
        String gap = System.lineSeparator() + System.lineSeparator();
        return tiers(stats.path("tiers")) + gap + regions(stats.path("regions")) + gap + alerts(stats.path("alerts"));
    }

    private static Table tiers(JsonNode tiers) {
        Table table = new Table("tier", "entries", "expired", "size", "fill", "reads", "p50", "p99");
        List<Map.Entry<String, JsonNode>> rows = new ArrayList<>(tiers.properties());
        rows.sort(Comparator.comparing(tier -> !tier.getKey().equals("memory")));
        rows.forEach(tier -> {
            JsonNode size = tier.getValue().path("size");
            JsonNode reads = tier.getValue().path("latency").path("get");
            table.row(
                    tier.getKey(),
                    Numbers.count(size.path("entries").asLong()),
                    Numbers.count(size.path("expired").asLong()),
                    Numbers.bytes(size.path("bytes").asLong()),
                    Numbers.share(tier.getValue().path("fill").asDouble(0)),
                    Numbers.count(reads.path("count").asLong(0)),
                    Numbers.nanos(reads.path("p50Nanos").asLong(0)),
                    Numbers.nanos(reads.path("p99Nanos").asLong(0)));
        });
        return table;
    }

    private static Table regions(JsonNode regions) {
        Table table = new Table("region", "hits", "misses", "hit ratio", "last 5 min", "reads/s", "entries", "memory");
        regions.properties().forEach(region -> {
            JsonNode counts = region.getValue().path("counts");
            JsonNode all = counts.path("sinceReset");
            JsonNode requests = all.path("counts").path("requests");
            table.row(
                    region.getKey(),
                    Numbers.count(requests.path("hits").asLong()),
                    Numbers.count(requests.path("misses").asLong()),
                    Numbers.share(all.path("hitRatio").asDouble()),
                    Numbers.share(
                            counts.path("lastFiveMinutes").path("hitRatio").asDouble()),
                    Numbers.count(Math.round(
                            counts.path("lastMinute").path("requestsPerSecond").asDouble())),
                    Numbers.count(
                            region.getValue().path("memory").path("entries").asLong()),
                    Numbers.bytes(region.getValue().path("memory").path("bytes").asLong()));
        });
        return table;
    }

    private static String alerts(JsonNode alerts) {
        return alerts.isEmpty() ? "no alerts" : alerts.size() + " alerts: see /cache/alerts";
    }
}
