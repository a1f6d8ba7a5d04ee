package dev.terrace.cache.server.api;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.server.http.AuditLog;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Requests;
import dev.terrace.cache.server.http.Router;
import io.javalin.http.Context;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Single entries: explained, stored, removed. */
final class EntryRoutes {

    private static final String PATH = "/cache/entries/<key>";
    private static final String EXAMPLE = "{\"value\": ..., \"ttl\": \"1h\", \"labels\": [\"team-7\"]}";

    private final Backstage backstage;

    EntryRoutes(Backstage backstage) {
        this.backstage = backstage;
    }

    void addTo(Router router) {
        router.get(PATH, this::explain);
        router.put(PATH, this::store);
        router.delete(PATH, this::remove);
    }

    /**
     * An entry as clients see it.
     *
     * @param live true if a read would find a value
     * @param valueShown false if the region does not allow it, or the value has no JSON
     * @param value null if there is none, or it is not shown
     */
    record Answer(
            String key,
            String region,
            boolean live,
            List<InTier> tiers,
            @Nullable String pendingWrite,
            List<String> hiddenBy,
            @Nullable String lastRemoval,
            boolean valueShown,
            @Nullable JsonNode value) {}

    /**
     * What one tier holds.
     *
     * @param remainingMillis time to live; null if it never expires or there is nothing
     * @param tag in hexadecimal
     */
    record InTier(
            String tier, Explanation.State state, @Nullable Long remainingMillis, String tag, long bytes) {}

    private void explain(Context context) {
        String key = context.pathParam("key");
        Explanation explanation = backstage.manager().explain(key);
        List<InTier> tiers =
                explanation.tiers().stream().map(EntryRoutes::inTier).toList();
        boolean live = explanation.tiers().stream().anyMatch(tier -> isServed(tier.state()));
        Cache<?> region = backstage.manager().region(explanation.region());
        boolean mayShow = region != null && backstage.rules().shownRegions().test(explanation.region());
        JsonNode value = mayShow && live && region != null ? value(region, explanation.key()) : null;
        Json.answer(
                context,
                new Answer(
                        key,
                        explanation.region(),
                        live,
                        tiers,
                        explanation.pendingWrite(),
                        explanation.hiddenBy(),
                        explanation.lastRemoval(),
                        value != null,
                        value));
    }

    private static boolean isServed(Explanation.State state) {
        return state == Explanation.State.FRESH || state == Explanation.State.SUSPECT;
    }

    private static InTier inTier(Explanation.InTier tier) {
        Long remaining = tier.remaining() == null ? null : tier.remaining().toMillis();
        return new InTier(tier.tier(), tier.state(), remaining, Long.toHexString(tier.tag()), tier.bytes());
    }

    private static @Nullable JsonNode value(Cache<?> region, String key) {
        Object value = region.get(key);
        try {
            return value == null ? null : Json.tree(value);
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * What to store.
     *
     * @param ttl null for the region's own
     * @param labels null for none
     */
    record Storing(
            @Nullable JsonNode value,
            @Nullable String ttl,
            @Nullable List<String> labels) {}

    private void store(Context context) {
        String key = context.pathParam("key");
        Storing storing = Json.read(Requests.body(context, backstage.rules().bodyBytes()), Storing.class, EXAMPLE);
        if (storing.value() == null || storing.value().isNull()) {
            throw Problem.badRequest("value is missing", "send " + EXAMPLE);
        }
        String[] name = split(key);
        Type type = backstage.manager().typeOf(name[0]);
        Cache<?> region = backstage.manager().region(name[0]);
        if (type == null || region == null) {
            throw Problem.notFound(
                    "there is no region " + name[0] + " in this process, so the type of its values is not known",
                    "name one of /cache/regions; the application makes them");
        }
        AuditLog.detail(context, "key=" + key);
        set(region, name[1], Json.value(storing.value(), type), storing);
        Json.answer(context, Map.of("stored", key));
    }

    @SuppressWarnings("unchecked") // the value was read as the region's own type
    private static void set(Cache<?> region, String key, Object value, Storing storing) {
        Cache<Object> typed = (Cache<Object>) region;
        List<String> labels = storing.labels() == null ? List.of() : storing.labels();
        if (storing.ttl() != null) {
            typed.set(key, value, Times.parse("ttl", storing.ttl()), labels.toArray(String[]::new));
        } else if (labels.isEmpty()) {
            typed.set(key, value);
        } else {
            throw Problem.badRequest("labels are given without a ttl", "send a ttl, too");
        }
    }

    /** A full key without a colon belongs to the region of that name. */
    private static String[] split(String fullKey) {
        int colon = fullKey.indexOf(':');
        return colon < 0
                ? new String[] {"default", fullKey}
                : new String[] {fullKey.substring(0, colon), fullKey.substring(colon + 1)};
    }

    private void remove(Context context) {
        String key = context.pathParam("key");
        AuditLog.detail(context, "key=" + key);
        Json.answer(context, Map.of("removed", backstage.manager().delete(key)));
    }
}
