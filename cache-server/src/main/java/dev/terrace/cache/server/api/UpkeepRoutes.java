package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.AuditLog;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;

/** Upkeep: cleaning up, optimizing, copying between tiers. */
final class UpkeepRoutes {

    private final Backstage backstage;
    private final Jobs jobs;
    private final Chain chain;

    UpkeepRoutes(Backstage backstage, Jobs jobs) {
        this.backstage = backstage;
        this.jobs = jobs;
        this.chain = new Chain(backstage.manager());
    }

    void addTo(Router router) {
        router.post("/cache/cleanup", this::cleanup);
        router.post("/admin/cache/cleanup", this::cleanup);
        router.post(
                "/cache/optimize",
                context ->
                        jobs.run(context, "optimize", job -> backstage.manager().optimize()));
        router.post("/cache/sync", this::sync);
    }

    /**
     * What a cleanup came to.
     *
     * @param expired entries removed
     */
    record Cleaned(long expired) {}

    /**
     * What a sync came to.
     *
     * @param complete false if it was ended early
     */
    record Synced(String from, String to, long copied, boolean complete) {}

    private void cleanup(Context context) {
        jobs.run(context, "cleanup", job -> new Cleaned(backstage.manager().cleanup()));
    }

    private void sync(Context context) {
        String from = chain.tier(tier(context, "from"));
        String to = chain.tier(tier(context, "to"));
        if (from.equals(to)) {
            throw Problem.badRequest("from and to are both " + from, "name two tiers, as in from=disk&to=redis");
        }
        AuditLog.detail(context, "from=" + from + " to=" + to);
        jobs.runCancellable(context, "sync", job -> {
            long copied = backstage.manager().sync(from, to, soFar -> {
                job.progress(soFar);
                return job.goesOn();
            });
            return new Synced(from, to, copied, job.goesOn());
        });
    }

    private static String tier(Context context, String name) {
        String tier = Requests.parameter(context, name);
        if (tier == null) {
            throw Problem.badRequest(name + " is missing", "name two tiers, as in from=disk&to=redis");
        }
        return tier;
    }
}
