package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Router;
import java.util.Map;

/** Jobs: watched and cancelled. */
final class JobRoutes {

    private final Jobs jobs;

    JobRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    void addTo(Router router) {
        router.get("/cache/jobs", context -> Json.answer(context, Map.of("jobs", jobs.all())));
        router.get(
                "/cache/jobs/{id}",
                context ->
                        Json.answer(context, jobs.get(context.pathParam("id")).status()));
        router.delete("/cache/jobs/{id}", context -> {
            Job job = jobs.get(context.pathParam("id"));
            job.cancel();
            Json.answer(context, job.status());
        });
    }
}
