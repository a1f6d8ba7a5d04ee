package dev.terrace.cache.server.api;

import dev.terrace.cache.metrics.report.KeptReport;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alerts, and reports on what to change. */
final class ReportRoutes {

    /** The report brings its own styles and loads nothing. */
    private static final String REPORT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; sandbox";

    private static final String LATEST = "latest";

    private final Backstage backstage;

    ReportRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.get("/cache/alerts", this::alerts);
        router.get("/cache/reports", this::list);
        router.get("/cache/reports/{name}", this::report);
    }

    private void alerts(Context context) {
        Json.answer(context, Map.of("alerts", backstage.metrics().alerts()));
    }

    /**
     * A report that can be asked for.
     *
     * @param name in its address
     * @param at when it was made; null for the one of now
     */
    record Listed(String name, @Nullable Instant at) {}

    private void list(Context context) {
        List<Listed> all = new ArrayList<>();
        all.add(new Listed(LATEST, null));
        backstage.metrics().keptReports().forEach(kept -> all.add(new Listed(kept.name(), kept.at())));
        Json.answer(context, Map.of("reports", all));
    }

    private void report(Context context) {
        String name = context.pathParam("name");
        String format = Objects.requireNonNullElse(Requests.parameter(context, "format"), "html");
        if (name.equals(LATEST)) {
            latest(context, format);
        } else {
            kept(context, named(name), format);
        }
    }

    private void latest(Context context, String format) {
        switch (format) {
            case "html" -> html(context, backstage.metrics().report().toHtml());
            case "md" -> markdown(context, backstage.metrics().report().toMarkdown());
            case "json" -> Json.answer(context, backstage.metrics().report());
            default ->
                throw Problem.badRequest("format must be html, md or json but was " + format, "send format=html");
        }
    }

    private static void kept(Context context, KeptReport report, String format) {
        switch (format) {
            case "html" -> html(context, report.toHtml());
            case "md" -> markdown(context, report.toMarkdown());
            default ->
                throw Problem.badRequest(
                        "format of a kept report must be html or md but was " + format, "send format=html");
        }
    }

    /** Compared with the list, so that no name leads out of the folder. */
    private KeptReport named(String name) {
        return backstage.metrics().keptReports().stream()
                .filter(kept -> kept.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Problem.notFound("there is no report " + name, "see /cache/reports for those there are"));
    }

    private static void html(Context context, String page) {
        context.header("Content-Security-Policy", REPORT_POLICY).html(page);
    }

    private static void markdown(Context context, String text) {
        context.contentType("text/markdown; charset=utf-8").result(text);
    }
}
