package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;

/** Live keys, a page at a time. */
final class KeyRoutes {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final KeyListings listings;

    KeyRoutes(KeyListings listings) {
        this.listings = listings;
    }

    void addTo(Router router) {
        router.get("/cache/keys", this::page);
        router.get("/api/cache/keys", this::page);
    }

    private void page(Context context) {
        int limit = Requests.number(context, "limit", USUAL, MOST);
        String cursor = Requests.parameter(context, "cursor");
        String pattern = Requests.parameter(context, "pattern");
        Json.answer(
                context,
                cursor == null
                        ? listings.first(Patterns.checked(pattern == null ? "*" : pattern), limit)
                        : listings.next(cursor, limit));
    }
}
