package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.AuditLog;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removal of many entries: by pattern, by label, by tier, all of them. */
final class RemovalRoutes {

    private static final int SAMPLES = 10;
    private static final String EXAMPLE = "{\"pattern\": \"user:12*\", \"dryRun\": true} or {\"label\": \"team-7\"}";

    private final Backstage backstage;
    private final Jobs jobs;
    private final Chain chain;

    RemovalRoutes(Backstage backstage, Jobs jobs) {
        this.backstage = backstage;
        this.jobs = jobs;
        this.chain = new Chain(backstage.manager());
    }

    void addTo(Router router) {
        router.post("/cache/invalidate", this::invalidate);
        router.delete("/cache", this::clear);
        router.delete("/cache/all", this::clear);
        router.delete("/cache/tiers/{tier}", context -> clear(context, context.pathParam("tier")));
        for (String position : List.of("l1", "l2", "l3")) {
            router.delete("/cache/" + position, context -> clear(context, position));
        }
        router.post("/api/cache/clear", this::clearOrInvalidate);
        router.delete("/api/cache/<pattern>", context -> remove(context, context.pathParam("pattern")));
    }

    /**
     * What to remove.
     *
     * @param pattern matched against full keys; null for a label
     * @param label that entries carry; null for a pattern
     * @param dryRun true to count only
     */
    record Invalidation(
            @Nullable String pattern,
            @Nullable String label,
            @Nullable Boolean dryRun) {}

    /**
     * What was removed.
     *
     * @param removed distinct live keys
     */
    record Removed(String what, long removed) {}

    /**
     * What would be removed.
     *
     * @param pattern that was asked for; null for a label
     * @param label that was asked for; null for a pattern
     * @param matching live keys at present
     * @param samples some of them
     * @param complete false if the count was ended early
     */
    record DryRun(
            @Nullable String pattern,
            @Nullable String label,
            boolean dryRun,
            long matching,
            List<String> samples,
            boolean complete) {}

    /** What a dry run counts: one of the two is null. */
    private record Target(
            @Nullable String pattern, @Nullable String label) {}

    private void invalidate(Context context) {
        Invalidation asked =
                Json.read(Requests.body(context, backstage.rules().bodyBytes()), Invalidation.class, EXAMPLE);
        boolean isDry = Boolean.TRUE.equals(asked.dryRun());
        if (asked.pattern() != null && asked.label() == null) {
            if (isDry) {
                count(context, Patterns.checked(asked.pattern()));
            } else {
                remove(context, asked.pattern());
            }
        } else if (asked.label() != null && asked.pattern() == null) {
            removeLabelled(context, asked.label(), isDry);
        } else {
            throw Problem.badRequest("pattern or label must be given, and not both", "send " + EXAMPLE);
        }
    }

    private void removeLabelled(Context context, String label, boolean isDry) {
        if (isDry) {
            AuditLog.detail(context, "dryRun label=" + label);
            jobs.runCancellable(
                    context,
                    "count",
                    job -> count(
                            job, new Target(null, label), backstage.manager().keysWithLabel(label)));
            return;
        }
        AuditLog.detail(context, "label=" + label);
        jobs.run(
                context,
                "invalidate",
                job -> new Removed("label " + label, backstage.manager().invalidateLabel(label)));
    }

    private void count(Context context, String pattern) {
        AuditLog.detail(context, "dryRun pattern=" + pattern);
        jobs.runCancellable(
                context,
                "count",
                job -> count(job, new Target(pattern, null), backstage.manager().keys(pattern)));
    }

    private static DryRun count(Job job, Target target, Stream<String> matches) {
        long matching = 0;
        List<String> samples = new ArrayList<>();
        try (Stream<String> stream = matches) {
            Iterator<String> keys = stream.iterator();
            while (job.goesOn() && keys.hasNext()) {
                String key = keys.next();
                if (matching < SAMPLES) {
                    samples.add(key);
                }
                job.progress(++matching);
            }
        }
        return new DryRun(target.pattern(), target.label(), true, matching, samples, job.goesOn());
    }

    private void remove(Context context, String asked) {
        String pattern = Patterns.checked(asked);
        AuditLog.detail(context, "pattern=" + pattern);
        jobs.run(
                context,
                "invalidate",
                job -> new Removed("pattern " + pattern, backstage.manager().invalidate(pattern)));
    }

    private void clear(Context context) {
        jobs.run(
                context,
                "clear",
                job -> new Removed("everything", backstage.manager().clear()));
    }

    private void clear(Context context, String asked) {
        String tier = chain.tier(asked);
        AuditLog.detail(context, "tier=" + tier);
        jobs.run(
                context,
                "clear",
                job -> new Removed("tier " + tier, backstage.manager().clear(tier)));
    }

    private void clearOrInvalidate(Context context) {
        String pattern = Requests.parameter(context, "pattern");
        if (pattern == null) {
            byte[] body = Requests.body(context, backstage.rules().bodyBytes());
            pattern = body.length == 0
                    ? null
                    : Json.read(body, Invalidation.class, EXAMPLE).pattern();
        }
        if (pattern == null) {
            clear(context);
        } else {
            remove(context, pattern);
        }
    }
}
