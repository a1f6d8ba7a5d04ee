package dev.terrace.cache.cli.client;

import dev.terrace.cache.cli.console.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to one admin server. What it refuses is a {@link Failure} that says what the server said. For one thread. */
public final class AdminClient {

    private static final int REDIRECT = 300;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI server;
    private final @Nullable String token;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * Makes a client; nothing is sent.
     *
     * @param token null to send none
     * @param timeout of one request
     */
    AdminClient(URI server, @Nullable String token, Duration timeout) {
        this.server = server;
        this.token = token;
        this.timeout = timeout;
    }

    /** Returns a text as it stands in a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Gets what is there, whatever the status; only a server that cannot be reached is a failure. */
    public Answer ask(String path) {
        return answer(exchange("GET", path, null));
    }

    /** Gets what is there. */
    public Answer get(String path) {
        return send("GET", path, null);
    }

    /**
     * Sends a request.
     *
     * @param path begins with a slash; below the server's address
     * @param body null for none
     * @throws Failure if the server cannot be reached, or refuses
     */
    public Answer send(String method, String path, @Nullable JsonNode body) {
        HttpResponse<String> response = exchange(method, path, body);
        if (response.statusCode() >= REDIRECT) {
            throw refusal(response);
        }
        return answer(response);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(""));
    }

    private HttpResponse<String> exchange(String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).timeout(timeout).method(method, content);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private URI address(String path) {
        String base = server.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (SSLException e) {
            throw Failure.unreachable(
                    "the certificate of " + server + " is not trusted (" + e.getMessage() + ")",
                    "name a trust store: JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw Failure.unreachable(
                    "no answer from " + server + " (" + reason + ")",
                    "start one with: terrace serve, or let --url name another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted while " + server + " was asked", "try again");
        }
    }

    private Failure refusal(HttpResponse<String> response) {
        Problem problem = Problem.of(response);
        return switch (response.statusCode()) {
            case UNAUTHORIZED ->
                Failure.refused(
                        token == null ? server + " wants a token" : server + " does not know this token",
                        "set TERRACE_TOKEN, or let --token-file name a file with it");
            case BAD_REQUEST -> Failure.usage(problem.detail(), problem.fix());
            case FORBIDDEN -> Failure.refused(problem.detail(), problem.fix());
            default -> Failure.of(problem.detail(), problem.fix());
        };
    }

    /** What the server says of a refusal. */
    private record Problem(String detail, String fix) {

        static Problem of(HttpResponse<String> response) {
            try {
                JsonNode body = JsonMapper.shared().readTree(response.body());
                String detail = body.path("detail").asString("");
                String fix = body.path("fix").asString("");
                if (!detail.isEmpty() && !fix.isEmpty()) {
                    return new Problem(detail, fix);
                }
            } catch (JacksonException e) {
                // told below
            }
            return new Problem(
                    response.uri() + " answered with status " + response.statusCode(),
                    "let --url name the address of an admin server of Terrace");
        }
    }
}
