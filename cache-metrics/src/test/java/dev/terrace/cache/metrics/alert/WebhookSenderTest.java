package dev.terrace.cache.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.terrace.cache.metrics.alert.AlertStatus.State;
import dev.terrace.cache.testkit.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a real HTTP server on the loopback address. */
class WebhookSenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private WebhookSender sender;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/alerts", this::answer);
        server.start();
        URI target = URI.create("http://localhost:" + server.getAddress().getPort() + "/alerts");
        sender = new WebhookSender(Webhook.to(target).attempts(4), HttpClient.newHttpClient(), time);
    }

    @AfterEach
    void stop() {
        sender.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private static AlertStatus alert(String name, State state) {
        return new AlertStatus(name, "disk", Severity.CRITICAL, state, 12.5, 10, Instant.parse("2026-01-01T00:00:00Z"));
    }

    private void awaitBodies(int number) {
        await().atMost(PATIENCE).until(() -> bodies.size() == number);
    }

    @Test
    void anAlertIsPostedAsJson() {
        sender.changed(alert("queueOld", State.FIRING));
        await().atMost(PATIENCE).until(() -> sender.delivered() == 1);
        JsonNode body = new JsonMapper().readTree(bodies.get(0));
        assertThat(body.get("alert").get("name").asString()).isEqualTo("queueOld");
        assertThat(body.get("alert").get("state").asString()).isEqualTo("FIRING");
        assertThat(body.get("alert").get("since").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(body.get("alert").get("value").asDouble()).isEqualTo(12.5);
        assertThat(body.get("message").asString()).contains("queueOld of disk is bad");
    }

    @Test
    void aFailureIsTriedAgainAfterPausesThatDouble() {
        answers.addAll(List.of(503, 500, 429));
        sender.changed(alert("queueOld", State.FIRING));
        for (int seconds : new int[] {1, 2, 4}) {
            await().atMost(PATIENCE).until(() -> time.pendingTasks() == 1);
            int before = bodies.size();
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(time.pendingTasks()).isEqualTo(1);
            time.advance(Duration.ofMillis(1));
            awaitBodies(before + 1);
        }
        await().atMost(PATIENCE).until(() -> sender.delivered() == 1);
        assertThat(bodies).hasSize(4);
        assertThat(sender.dropped()).isZero();
    }

    @Test
    void afterTheLastAttemptTheNextAlertHasItsTurn() {
        answers.addAll(List.of(503, 503, 503, 503));
        sender.changed(alert("first", State.FIRING));
        sender.changed(alert("second", State.FIRING));
        for (int i = 0; i < 3; i++) {
            await().atMost(PATIENCE).until(() -> time.pendingTasks() == 1);
            time.advance(Duration.ofMinutes(1));
        }
        await().atMost(PATIENCE).until(() -> sender.delivered() == 1);
        assertThat(sender.dropped()).isEqualTo(1);
        assertThat(bodies.get(4)).contains("second");
    }

    @Test
    void aMistakeIsNotTriedAgain() {
        answers.add(404);
        sender.changed(alert("queueOld", State.FIRING));
        await().atMost(PATIENCE).until(() -> sender.dropped() == 1);
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() {
        server.stop(0);
        sender.changed(alert("queueOld", State.FIRING));
        await().atMost(PATIENCE).until(() -> time.pendingTasks() == 1);
        sender.close();
        time.advance(Duration.ofMinutes(1));
        assertThat(sender.delivered()).isZero();
    }

    @Test
    void alertsArriveInTheirOrder() {
        answers.add(503);
        sender.changed(alert("queueOld", State.FIRING));
        sender.changed(alert("queueOld", State.RESOLVED));
        await().atMost(PATIENCE).until(() -> time.pendingTasks() == 1);
        time.advance(Duration.ofSeconds(1));
        await().atMost(PATIENCE).until(() -> sender.delivered() == 2);
        assertThat(bodies.get(1)).contains("FIRING");
        assertThat(bodies.get(2)).contains("RESOLVED");
    }

    @Test
    void aFullQueueDropsTheOldest() {
        answers.add(503);
        sender.changed(alert("stuck", State.FIRING));
        await().atMost(PATIENCE).until(() -> time.pendingTasks() == 1);
        for (int i = 0; i <= WebhookSender.LONGEST_QUEUE; i++) {
            sender.changed(alert("a" + i, State.FIRING));
        }
        assertThat(sender.dropped()).isEqualTo(1);
    }

    @Test
    void misuseIsNamed() {
        assertThatThrownBy(() -> Webhook.to(URI.create("file:///tmp"))).hasMessageContaining("http or https address");
        assertThatThrownBy(() -> Webhook.to(URI.create("http://a/")).attempts(0))
                .hasMessageContaining("attempts of a webhook must be 1 to 100 but was 0");
    }
}
