package dev.terrace.cache.server;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port over a manager with two regions, and a client. */
final class Running implements AutoCloseable {

    static final String ADMIN = "admin-token-0123456789";
    static final String VIEWER = "viewer-token-0123456789";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    final CacheManager manager;
    final Cache<String> words;
    final Cache<User> users;
    final Warmer warmer;
    final AdminServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    record User(String name, int age) {}

    private Running(CacheManager manager, UnaryOperator<AdminServerBuilder> settings) {
        this.manager = manager;
        words = manager.cache("word", String.class);
        users = manager.cache("user", User.class);
        warmer = Warmer.attach(manager);
        warmer.register(
                "main_db", Source.batch(words, Running::load).allKeys(() -> java.util.stream.Stream.of("w1", "w2")));
        server = settings.apply(AdminServer.builder(manager)
                        .port(0)
                        .tokens(Tokens.of(ADMIN, VIEWER))
                        .showValuesOf("user"::equals)
                        .warmer(warmer))
                .start();
    }

    private static Map<String, String> load(Iterable<String> keys) {
        Map<String, String> values = new TreeMap<>();
        keys.forEach(key -> values.put(key, "loaded " + key));
        return values;
    }

    static Running server() {
        return server(same -> same);
    }

    static Running server(UnaryOperator<AdminServerBuilder> settings) {
        return over(CacheManager.builder(), settings);
    }

    static Running over(ManagerBuilder manager, UnaryOperator<AdminServerBuilder> settings) {
        return new Running(manager.build(), settings);
    }

    /** An answer. */
    record Answer(int status, String body, java.net.http.HttpHeaders headers) {

        JsonNode json() {
            return MAPPER.readTree(body);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answer get(String path) {
        return send("GET", path, VIEWER, null);
    }

    Answer admin(String method, String path) {
        return send(method, path, ADMIN, null);
    }

    Answer admin(String method, String path, String body) {
        return send(method, path, ADMIN, body);
    }

    /** Sends a request; no token or no body if null. */
    Answer send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI address() {
        return server.address();
    }

    @Override
    public void close() {
        manager.close();
    }
}
