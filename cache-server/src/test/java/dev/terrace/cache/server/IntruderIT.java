package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.server.Running.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scripted intruder. How long others wait meanwhile is measured by the drill of the same name. */
class IntruderIT {

    private static final String CRLF = "\r\n";

    private final Running running = Running.server(builder -> builder.limits(limits -> limits.bodyBytes(4096)));

    @AfterEach
    void end() {
        running.close();
    }

    private String raw(String request) throws IOException {
        try (RawClient client = new RawClient(running.server.port())) {
            return client.send(request);
        }
    }

    private String authorized(String requestLine, String... headers) throws IOException {
        StringBuilder request =
                new StringBuilder(requestLine).append(" HTTP/1.1").append(CRLF);
        request.append("Host: localhost").append(CRLF);
        request.append("Authorization: Bearer ").append(Running.VIEWER).append(CRLF);
        for (String header : headers) {
            request.append(header).append(CRLF);
        }
        return raw(request.append(CRLF).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YWRtaW46YWRtaW4=",
                "Bearer",
                "Bearer ",
                "Bearer null",
                "bearer admin-token-012345678",
                "Bearer admin-token-0123456789x",
                "Bearer ADMIN-TOKEN-0123456789",
                "Token admin-token-0123456789"
            })
    void guessesNoToken(String header) throws IOException {
        String answer =
                raw("GET /health HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: " + header + CRLF + CRLF);
        assertThat(answer).startsWith("HTTP/1.1 401").contains("Connection: close");
    }

    @Test
    void findsNoTokenInTheAddress() {
        assertThat(running.send("GET", "/health?token=" + Running.ADMIN, null, null)
                        .status())
                .isEqualTo(401);
        assertThat(running.send("GET", "/cache/entries/a?access_token=" + Running.ADMIN, null, null)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/assets/../../../etc/passwd",
                "/assets/%2e%2e/%2e%2e/etc/passwd",
                "/assets/..%2f..%2fetc%2fpasswd",
                "/assets/%252e%252e/etc/passwd",
                "/assets//etc/passwd",
                "/assets/..;/..;/etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/dev/terrace/cache/server/api/openapi.json",
                "/health/live/../../cache/stats",
                "/health/live/%2e%2e/%2e%2e/cache/stats",
                "/health/live;/../../cache/stats",
                "//cache/stats",
                "/HEALTH"
            })
    void readsNoFileAndSlipsPastNoCheck(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1" + CRLF + "Host: a" + CRLF + CRLF);
        assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404) .*").doesNotContain("root:", "hitRatio", "Manifest");
    }

    @Test
    void sendsNoBodyThatIsTooLarge() throws IOException {
        String large = "{\"value\":\"" + "x".repeat(5000) + "\"}";
        assertThat(running.admin("PUT", "/cache/entries/word:a", large).status())
                .isEqualTo(413);
        assertThat(running.words.get("a")).isNull();
        String chunked = "PUT /cache/entries/word:a HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: Bearer "
                + Running.ADMIN + CRLF + "Transfer-Encoding: chunked" + CRLF + CRLF + "1388" + CRLF + "x".repeat(5000)
                + CRLF + "0" + CRLF + CRLF;
        assertThat(raw(chunked)).startsWith("HTTP/1.1 413");
        String lying = "PUT /cache/entries/word:a HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: Bearer "
                + Running.ADMIN + CRLF + "Content-Length: 99999999999" + CRLF + CRLF;
        assertThat(raw(lying)).startsWith("HTTP/1.1 413");
    }

    @Test
    void sendsNoHeaderThatIsTooLargeAndNoPathEither() throws IOException {
        assertThat(authorized("GET /health", "X-Long: " + "a".repeat(9000))).startsWith("HTTP/1.1 431");
        assertThat(authorized("GET /cache/entries/" + "a".repeat(9000))).startsWith("HTTP/1.1 414");
    }

    @Test
    void injectsNoHeaderAndNoLogLine() throws IOException {
        String answer = authorized("GET /cache/regions/a%0d%0aSet-Cookie:%20x=1");
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\nSet-Cookie");
        Answer removed = running.admin("DELETE", "/cache/entries/word:a%0d%0aaudit%20role=VIEWER%20forged");
        assertThat(removed.status()).isIn(200, 400);
        assertThat(Logs.audit()).noneMatch(line -> line.contains("\n") || line.contains("\r"));
    }

    @Test
    void smugglesNoSecondRequest() throws IOException {
        String smuggled = "POST /cache/cleanup HTTP/1.1" + CRLF + "Host: a" + CRLF + "Content-Length: 5" + CRLF
                + "Transfer-Encoding: chunked" + CRLF + CRLF + "0" + CRLF + CRLF + "GET /health/live HTTP/1.1" + CRLF
                + CRLF;
        assertThat(raw(smuggled)).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*****a", "*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "**********************", "?*?*?*?*?*?*?*?*?*b"})
    void wearsNobodyOutWithPatterns(String bomb) {
        IntStream.range(0, 200).forEach(i -> running.words.set("a".repeat(200) + i, "v"));
        Answer keys = running.get("/cache/keys?pattern=" + bomb.replace("?", "%3F"));
        assertThat(keys.status()).isEqualTo(200);
        Answer dry = running.admin("POST", "/cache/invalidate", "{\"pattern\":\"" + bomb + "\",\"dryRun\":true}");
        assertThat(dry.status()).isEqualTo(200);
    }

    @Test
    void nestsNoBodyTooDeep() {
        String deep = "{\"value\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertThat(running.admin("PUT", "/cache/entries/word:a", deep).status()).isEqualTo(400);
    }

    @Test
    void aThousandEventStreamsLeaveRoomForOthers() throws IOException {
        List<RawClient> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                RawClient client = new RawClient(running.server.port());
                streams.add(client);
                String token = i % 2 == 0 ? "" : "Authorization: Bearer " + Running.VIEWER + CRLF;
                client.write("GET /cache/events HTTP/1.1" + CRLF + "Host: a" + CRLF + token + CRLF);
            }
            IntStream.range(0, 50)
                    .forEach(i -> assertThat(running.get("/health").status()).isEqualTo(200));
        } finally {
            streams.forEach(RawClient::close);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(authorized("GET /cache/events")).startsWith("HTTP/1.1 200"));
    }
}
