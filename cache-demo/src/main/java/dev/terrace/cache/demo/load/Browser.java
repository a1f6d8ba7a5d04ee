package dev.terrace.cache.demo.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends requests to the shop, as visitors do. Safe for use by many threads. */
final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI shop;

    Browser(URI shop) {
        this.shop = shop;
    }

    /**
     * An answer.
     *
     * @param by the lowest tier that was needed, or the database
     */
    record Answer(int status, String body, String by) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    Answer send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(shop.resolve(path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Answered-By").orElse("nobody"));
    }
}
