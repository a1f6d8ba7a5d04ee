package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.server.Running.Answer;
import dev.terrace.cache.server.http.Router.Route;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document beside the routes, and each operation of it beside each role. */
class ContractTest {

    private static final String DOCUMENT = "/dev/terrace/cache/server/api/openapi.json";
    private static final String STREAM = "/cache/events";

    private static Running running;

    @BeforeAll
    static void begin() {
        running = Running.server();
        running.words.set("1", "v");
    }

    @AfterAll
    static void end() {
        running.close();
    }

    record Operation(String method, String path, JsonNode what) {

        String role() {
            return what.get("x-role").asString();
        }

        /** The path with the examples of its parameters. */
        String example() {
            String filled = path;
            List<String> query = new ArrayList<>();
            for (JsonNode parameter : what.path("parameters")) {
                String name = parameter.get("name").asString();
                String value = parameter.get("example").asString("");
                if (parameter.get("in").asString().equals("path")) {
                    filled = filled.replace("{" + name + "}", value);
                } else if (parameter.get("required").asBoolean()) {
                    query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                }
            }
            return query.isEmpty() ? filled : filled + "?" + String.join("&", query);
        }

        String body() {
            JsonNode body = what.path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("example");
            return body.isMissingNode() ? null : body.toString();
        }

        Set<String> statuses() {
            return new TreeSet<>(what.get("responses").propertyNames());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static JsonNode document() throws IOException {
        try (InputStream stream = ContractTest.class.getResourceAsStream(DOCUMENT)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
        }
    }

    static Stream<Operation> operations() throws IOException {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                all.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
            }
        }
        return all.stream();
    }

    @Test
    void theDocumentAndTheRoutesAreTheSame() throws IOException {
        Set<String> documented = new TreeSet<>();
        operations()
                .forEach(operation ->
                        documented.add(operation.method() + " " + operation.path() + " " + operation.role()));
        Set<String> served = new TreeSet<>();
        for (Route route : running.server.routes()) {
            String path = route.path().replace('<', '{').replace('>', '}');
            if (path.startsWith("/cache")
                    || path.startsWith("/health")
                    || !route.access().name().equals("OPEN")) {
                served.add(route.method() + " " + path + " "
                        + route.access().name().toLowerCase(Locale.ROOT));
            }
        }
        assertThat(served).isEqualTo(documented);
        assertThat(running.get("/openapi.json").json()).isEqualTo(document());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutATokenNothingIsTold(Operation operation) {
        // Without a body: the server closes the connection at once, and whoever still sends then may lose the answer.
        Answer answer = running.send(operation.method(), operation.example(), null, null);
        assertThat(answer.status()).isEqualTo(operation.role().equals("open") ? 200 : 401);
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        Answer wrong = running.send(operation.method(), operation.example(), "another-token-0123456789", null);
        assertThat(wrong.status()).isEqualTo(answer.status());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aViewerMayLookAndChangesNothing(Operation operation) throws Exception {
        int status = status(operation, Running.VIEWER);
        if (operation.role().equals("admin")) {
            assertThat(status).isEqualTo(403);
        } else {
            assertThat(status).isNotIn(401, 403);
            assertThat(operation.statuses()).contains(String.valueOf(status));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anAdminGetsWhatTheDocumentSays(Operation operation) throws Exception {
        int status = status(operation, Running.ADMIN);
        assertThat(status).isNotIn(401, 403);
        assertThat(operation.statuses()).contains(String.valueOf(status));
        assertThat(HttpStatus.forStatus(status).isServerError()).isFalse();
    }

    private static int status(Operation operation, String token) throws Exception {
        if (!operation.path().equals(STREAM)) {
            return running.send(operation.method(), operation.example(), token, operation.body())
                    .status();
        }
        HttpRequest request = HttpRequest.newBuilder(running.address().resolve(STREAM))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }
}
