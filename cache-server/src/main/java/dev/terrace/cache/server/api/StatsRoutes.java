package dev.terrace.cache.server.api;

import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Router;
import dev.terrace.cache.tier.TierSize;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Statistics and metrics. */
final class StatsRoutes {

    private static final String SCRAPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final long KILOBYTE = 1024;

    private final Backstage backstage;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    StatsRoutes(Backstage backstage) {
        this.backstage = backstage;
        backstage.metrics().bindTo(registry);
    }

    void addTo(Router router) {
        router.get("/cache/stats", this::stats);
        router.get("/api/cache/stats", this::stats);
        router.post("/cache/stats/reset", this::reset);
        router.get("/metrics", context -> context.contentType(SCRAPE).result(registry.scrape()));
        router.get("/metrics/solid-cache", this::sums);
    }

    private void stats(Context context) {
        context.contentType("application/json")
                .result(backstage.metrics().statistics().toJson());
    }

    private void reset(Context context) {
        backstage.manager().resetStats();
        Json.answer(context, Map.of("reset", true));
    }

    /** What those expect who come from a cache with one table: sums over the tiers that keep entries below memory. */
    private void sums(Context context) {
        ManagerStats stats = backstage.manager().stats();
        long entries = 0;
        long expired = 0;
        long bytes = 0;
        for (Map.Entry<String, TierSize> tier : stats.sizes().entrySet()) {
            boolean counts = !tier.getKey().equals("memory") || stats.sizes().size() == 1;
            entries += counts ? tier.getValue().entries() : 0;
            expired += counts ? tier.getValue().expired() : 0;
            bytes += counts ? tier.getValue().bytes() : 0;
        }
        Map<String, Long> sums = new LinkedHashMap<>();
        sums.put("total_entries", entries);
        sums.put("expired_entries", expired);
        sums.put("total_size_bytes", bytes);
        sums.put("total_size_kb", bytes / KILOBYTE);
        Json.answer(context, sums);
    }
}
