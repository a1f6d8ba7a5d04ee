package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of the API. */
final class DocumentRoutes {

    private final byte[] document = read();

    void addTo(Router router) {
        router.get(
                "/openapi.json",
                context -> context.contentType("application/json").result(document));
    }

    private static byte[] read() {
        try (InputStream stream = DocumentRoutes.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(stream, "openapi.json is missing in the jar; build it again")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
