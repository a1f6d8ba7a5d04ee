package dev.terrace.cache.server.api;

import dev.terrace.cache.metrics.stats.RegionStatistics;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Regions. */
final class RegionRoutes {

    private final Backstage backstage;

    RegionRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.get("/cache/regions", this::all);
        router.get("/cache/regions/{name}", this::one);
    }

    /**
     * A region in the list of all.
     *
     * @param type of its values
     * @param hitRatio over the last five minutes, 0 to 1
     * @param requestsPerSecond over the last minute
     * @param entries in memory
     * @param bytes of memory
     * @param maximumBytes its present part of the memory tier
     * @param showsValues true if its values may be shown
     */
    record Row(
            String name,
            String type,
            double hitRatio,
            double requestsPerSecond,
            long hits,
            long misses,
            long entries,
            long bytes,
            long maximumBytes,
            boolean showsValues) {}

    private void all(Context context) {
        Statistics statistics = backstage.metrics().statistics();
        List<Row> rows = new TreeSet<>(backstage.manager().regions())
                .stream().map(name -> row(name, statistics)).toList();
        Json.answer(context, Map.of("regions", rows));
    }

    private Row row(String name, Statistics statistics) {
        RegionStatistics region = statistics.regions().get(name);
        if (region == null) {
            return new Row(name, type(name), 1, 0, 0, 0, 0, 0, 0, shows(name));
        }
        var requests = region.counts().cumulative().counts().requests();
        return new Row(
                name,
                type(name),
                region.counts().lastFiveMinutes().hitRatio(),
                region.counts().lastMinute().requestsPerSecond(),
                requests.hits(),
                requests.misses(),
                region.memory().entries(),
                region.memory().bytes(),
                region.memory().maximumBytes(),
                shows(name));
    }

    private String type(String name) {
        Type type = backstage.manager().typeOf(name);
        return type == null ? "unknown" : type.getTypeName();
    }

    private boolean shows(String name) {
        return backstage.rules().shownRegions().test(name);
    }

    private void one(Context context) {
        String name = context.pathParam("name");
        if (!backstage.manager().regions().contains(name)) {
            throw Problem.notFound("there is no region " + name + " in this process", "name one of /cache/regions");
        }
        Statistics statistics = backstage.metrics().statistics();
        Map<String, Object> answer = new TreeMap<>();
        answer.put("region", row(name, statistics));
        RegionStatistics numbers = statistics.regions().get(name);
        if (numbers != null) {
            answer.put("statistics", numbers);
        }
        Json.answer(context, answer);
    }
}
