package dev.terrace.cache.server.api;

import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.server.http.AuditLog;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of times to live by key pattern. */
final class TtlRoutes {

    private static final int MOST_ROWS = 1000;
    private static final String EXAMPLE = "{\"rows\": [{\"pattern\": \"news:*\", \"ttl\": \"15m\"}]}";

    private final Backstage backstage;

    TtlRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.get("/cache/ttl", this::show);
        router.get("/api/cache/ttl", this::show);
        router.put("/cache/ttl", this::replace);
    }

    /** The table as clients see it; the first row that matches counts. */
    record Table(@Nullable List<Row> rows) {}

    /** One row of it. */
    record Row(@Nullable String pattern, @Nullable String ttl) {}

    private void show(Context context) {
        List<Row> rows = backstage.manager().ttlTable().rows().stream()
                .map(row -> new Row(row.pattern().toString(), row.ttl().toString()))
                .toList();
        Json.answer(context, new Table(rows));
    }

    private void replace(Context context) {
        Table asked = Json.read(Requests.body(context, backstage.rules().bodyBytes()), Table.class, EXAMPLE);
        if (asked.rows() == null || asked.rows().size() > MOST_ROWS) {
            throw Problem.badRequest("rows must be a list of at most " + MOST_ROWS, "send " + EXAMPLE);
        }
        TtlTable table = TtlTable.EMPTY;
        for (Row row : asked.rows()) {
            if (row == null || row.pattern() == null || row.ttl() == null) {
                throw Problem.badRequest("a row lacks its pattern or its ttl", "send " + EXAMPLE);
            }
            table = table.with(Patterns.checked(row.pattern()), Times.parse("ttl of " + row.pattern(), row.ttl()));
        }
        AuditLog.detail(context, "rows=" + asked.rows());
        backstage.manager().ttlTable(table);
        show(context);
    }
}
