package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live event stream over real HTTP. */
class EventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Running running = Running.server(builder -> builder.limits(limits -> limits.streams(3)));
    private final List<InputStream> open = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (InputStream stream : open) {
            stream.close();
        }
        running.close();
    }

    private HttpResponse<InputStream> listen() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(running.address().resolve("/cache/events"))
                .header("Authorization", "Bearer " + Running.VIEWER)
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        open.add(response.body());
        return response;
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = lines.readLine();
        }
        assertThat(line).as("the stream goes on").isNotNull();
        return JsonMapper.shared().readTree(line.substring("data: ".length()));
    }

    @Test
    void aSnapshotComesAtOnceAndThenEachSecond() throws Exception {
        HttpResponse<InputStream> response = listen();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
        BufferedReader lines = lines(response);
        JsonNode first = next(lines);
        running.words.set("a", "v");
        running.words.get("a");
        running.words.get("none");
        JsonNode later = next(lines);
        double hits = 0;
        double misses = 0;
        while (hits == 0 || misses == 0) {
            hits += later.get("rates").get("hits").asDouble();
            misses += later.get("rates").get("misses").asDouble();
            later = next(lines);
        }
        assertThat(later.get("number").asLong())
                .isGreaterThan(first.get("number").asLong());
        assertThat(later.get("tiers").get(0).get("name").asString()).isEqualTo("memory");
        assertThat(later.get("tiers").get(0).get("entries").asLong()).isEqualTo(1);
        assertThat(later.get("regions").get(0).get("name").asString()).isEqualTo("word");
        assertThat(later.get("gauges").has("epoch")).isTrue();
    }

    @Test
    void allWhoListenGetTheSameSnapshots() throws Exception {
        BufferedReader one = lines(listen());
        BufferedReader other = lines(listen());
        JsonNode here = next(one);
        JsonNode there = next(other);
        while (here.get("number").asLong() < there.get("number").asLong()) {
            here = next(one);
        }
        while (there.get("number").asLong() < here.get("number").asLong()) {
            there = next(other);
        }
        assertThat(here).isEqualTo(there);
    }

    @Test
    void oneTooManyIsRefusedUntilAnotherLeaves() throws Exception {
        HttpResponse<InputStream> first = listen();
        next(lines(first));
        listen();
        listen();
        HttpResponse<InputStream> refused = listen();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        first.body().close();
        await().atMost(PATIENCE).until(() -> listen().statusCode() == 200);
    }

    @Test
    void nobodyIsWaitedForAndTheServerEndsTheStream() throws Exception {
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), running.server.port())) {
            deaf.getOutputStream()
                    .write(("GET /cache/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Running.VIEWER
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines = lines(listen());
            next(lines);
            next(lines);
            running.server.close();
            readToTheEnd(lines);
        }
    }

    /** The end may cut an event in two. */
    private static void readToTheEnd(BufferedReader lines) {
        try {
            String line = lines.readLine();
            while (line != null) {
                line = lines.readLine();
            }
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("timed out");
        }
    }
}
