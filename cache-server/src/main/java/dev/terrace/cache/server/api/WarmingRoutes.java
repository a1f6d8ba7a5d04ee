package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import dev.terrace.cache.warming.Plan;
import dev.terrace.cache.warming.RankedKey;
import dev.terrace.cache.warming.Warmer;
import dev.terrace.cache.warming.WarmingReport;
import dev.terrace.cache.warming.WarmingRun;
import dev.terrace.cache.warming.Worth;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warming: what it did, what it was good for, a run on demand, and the keys that are read most. */
final class WarmingRoutes {

    private static final int USUAL = 20;
    private static final int MOST = 500;

    private final Backstage backstage;
    private final Jobs jobs;

    WarmingRoutes(Backstage backstage, Jobs jobs) {
        this.backstage = backstage;
        this.jobs = jobs;
    }

    void addTo(Router router) {
        router.get("/cache/warming", this::show);
        router.get("/cache/warming/hottest", this::hottest);
        router.post("/cache/warming/run", this::run);
    }

    /**
     * Warming as clients see it.
     *
     * @param sources that are registered
     * @param running the runs that go on
     * @param history the last ones, newest first
     * @param worth what it was good for since the start
     * @param accuracy the share of useful keys of those that are decided, 0 to 1
     */
    record Answer(
            Set<String> sources,
            List<WarmingReport> running,
            List<WarmingReport> history,
            Worth worth,
            double accuracy) {}

    private Warmer warmer() {
        Warmer warmer = backstage.warmer();
        if (warmer == null) {
            throw Problem.notFound("this process has no warmer", "pass one where the server is made");
        }
        return warmer;
    }

    private void show(Context context) {
        Warmer warmer = warmer();
        Worth worth = warmer.worth();
        List<WarmingReport> running =
                warmer.running().stream().map(WarmingRun::report).toList();
        Json.answer(context, new Answer(warmer.sources(), running, warmer.history(), worth, worth.accuracy()));
    }

    private void hottest(Context context) {
        Warmer warmer = warmer();
        String region = Requests.parameter(context, "region");
        if (region == null || !backstage.manager().regions().contains(region)) {
            throw Problem.notFound("there is no region " + region, "name one, as in region=user; see /cache/regions");
        }
        List<RankedKey> keys = warmer.ranking(region, Requests.number(context, "limit", USUAL, MOST));
        Json.answer(context, Map.of("region", region, "keys", keys));
    }

    private void run(Context context) {
        Warmer warmer = warmer();
        Job job = jobs.begin("warming", true, work -> follow(work, warmer.begin(Plan.WANTED)));
        Jobs.accept(context, job);
    }

    private static WarmingReport follow(Job job, WarmingRun run) {
        job.onCancel(run::cancel);
        job.progressFrom(() -> brought(run.report()));
        return run.await();
    }

    private static long brought(WarmingReport report) {
        var counts = report.counts();
        return (long) counts.loaded()
                + counts.copied()
                + counts.fresh()
                + counts.skipped()
                + counts.absent()
                + counts.failed()
                + counts.refused();
    }
}
