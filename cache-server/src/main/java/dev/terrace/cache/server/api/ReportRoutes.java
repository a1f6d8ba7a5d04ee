package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts, and reports on what to change. */
final class ReportRoutes {

    /** The report brings its own styles and loads nothing. */
    private static final String REPORT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; sandbox";

    private final Backstage backstage;

    ReportRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.get("/cache/alerts", this::alerts);
        router.get("/cache/reports/{name}", this::report);
    }

    private void alerts(Context context) {
        Json.answer(context, Map.of("alerts", backstage.metrics().alerts()));
    }

    private void report(Context context) {
        String name = context.pathParam("name");
        if (!name.equals("latest")) {
            throw Problem.notFound("there is no report " + name, "ask for /cache/reports/latest");
        }
        @Nullable String format = Requests.parameter(context, "format");
        switch (format == null ? "html" : format) {
            case "html" ->
                context.header("Content-Security-Policy", REPORT_POLICY)
                        .html(backstage.metrics().report().toHtml());
            case "md" ->
                context.contentType("text/markdown; charset=utf-8")
                        .result(backstage.metrics().report().toMarkdown());
            case "json" -> Json.answer(context, backstage.metrics().report());
            default ->
                throw Problem.badRequest("format must be html, md or json but was " + format, "send format=html");
        }
    }
}
