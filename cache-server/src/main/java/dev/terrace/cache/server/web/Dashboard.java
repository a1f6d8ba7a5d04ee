package dev.terrace.cache.server.web;

import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Serves the dashboard's files out of a fixed table: what is not in it is not there, so no path leads to another file. Open
 * to everybody, since the files hold no data.
 */
public final class Dashboard {

    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final List<String> SCRIPTS =
            List.of("main.js", "api.js", "dom.js", "flow.js", "charts.js", "tables.js", "keys.js", "warming.js");

    private final Map<String, Asset> assets = new HashMap<>();

    /** Reads the files out of the jar. */
    public Dashboard() {
        assets.put("index.html", Asset.read("index.html", "text/html; charset=utf-8"));
        assets.put("style.css", Asset.read("style.css", "text/css; charset=utf-8"));
        assets.put("icon.svg", Asset.read("icon.svg", "image/svg+xml"));
        SCRIPTS.forEach(name -> assets.put(name, Asset.read(name, "text/javascript; charset=utf-8")));
        assets.put("chart.js", Asset.read(CHARTS, "text/javascript; charset=utf-8"));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Asset(byte[] bytes, String type, String tag) {

        static Asset read(String name, String type) {
            try (InputStream stream = Dashboard.class.getResourceAsStream(name)) {
                byte[] bytes = Objects.requireNonNull(stream, name + " is missing on the class path")
                        .readAllBytes();
                return new Asset(bytes, type, "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        router.open("/", context -> serve(context, "index.html"));
        router.open("/assets/<name>", context -> serve(context, context.pathParam("name")));
    }

    private void serve(Context context, String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw Problem.notFound("there is no such file", "open / for the dashboard");
        }
        context.header("Cache-Control", "no-cache").header("ETag", asset.tag());
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
            return;
        }
        context.contentType(asset.type()).result(asset.bytes());
    }

    /** Returns how many bytes all files have, before they are compressed for the way. */
    int bytes() {
        return assets.values().stream().mapToInt(asset -> asset.bytes().length).sum();
    }
}
