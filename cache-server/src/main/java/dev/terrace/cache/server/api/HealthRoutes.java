package dev.terrace.cache.server.api;

import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/** Health: one word for everybody, all of it for those who may look. */
final class HealthRoutes {

    private final Backstage backstage;

    HealthRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.open("/health/live", context -> context.contentType("text/plain").result("live"));
        router.open("/health/ready", this::ready);
        router.get("/health", this::health);
        router.get("/api/cache/health", this::health);
    }

    private void ready(Context context) {
        boolean isReady = backstage.rules().readiness().getAsBoolean();
        context.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType("text/plain")
                .result(isReady ? "ready" : "waiting");
    }

    /**
     * Health as clients see it.
     *
     * @param status the worst of the tiers
     * @param epoch rises with each loss of messages
     * @param pendingWrites that are on their way to slower tiers
     */
    record Health(TierHealth.State status, List<TierHealth> tiers, double epoch, double pendingWrites) {}

    private void health(Context context) {
        ManagerStats stats = backstage.manager().stats();
        List<TierHealth> tiers = TierHealth.of(backstage.manager().tiers(), stats);
        TierHealth.State worst =
                tiers.stream().map(TierHealth::state).max(Enum::compareTo).orElse(TierHealth.State.UP);
        Json.answer(
                context,
                new Health(
                        worst,
                        tiers,
                        stats.gauges().getOrDefault("epoch", 0.0),
                        stats.gauges().getOrDefault("writes.pending", 0.0)));
    }
}
