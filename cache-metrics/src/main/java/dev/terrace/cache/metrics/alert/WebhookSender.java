package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.time.TimeSource;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts alerts to a {@link Webhook}, one after the other, so that "resolved" never overtakes "fired". An answer of 2xx is
 * success; 4xx but 408 and 429 is a mistake that no retry mends; everything else is tried again. At most
 * {@value #LONGEST_QUEUE} wait; then the oldest is dropped, counted and logged.
 */
public final class WebhookSender implements AlertListener, AutoCloseable {

    static final int LONGEST_QUEUE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final Webhook settings;
    private final HttpClient client;
    private final TimeSource time;
    private final Deque<Post> waiting = new ArrayDeque<>();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private @Nullable Post underWay;
    private boolean closed;

    /**
     * Makes a sender.
     *
     * @param client sends; its threads are its own
     * @param time for the pauses
     */
    public WebhookSender(Webhook settings, HttpClient client, TimeSource time) {
        this.settings = settings;
        this.client = client;
        this.time = time;
    }

    private static final class Post {
        private final String json;
        private int attempts;

        Post(String json) {
            this.json = json;
        }
    }

    @Override
    public void changed(AlertStatus alert) {
        String json = MAPPER.writeValueAsString(new Body(alert, alert.message()));
        synchronized (this) {
            if (waiting.size() == LONGEST_QUEUE) {
                waiting.removeFirst();
                dropped.increment();
                LOG.warn("webhook_dropped reason=\"{} alerts wait\"", LONGEST_QUEUE);
            }
            waiting.addLast(new Post(json));
        }
        sendNext();
    }

    /** What is posted: the status, and the same in words. */
    private record Body(AlertStatus alert, String message) {}

    private void sendNext() {
        Post next;
        synchronized (this) {
            if (closed || underWay != null || waiting.isEmpty()) {
                return;
            }
            next = waiting.removeFirst();
            underWay = next;
        }
        send(next);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is the answer
    private void send(Post post) {
        post.attempts++;
        HttpRequest request = HttpRequest.newBuilder(settings.target())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(post.json))
                .build();
        client.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((response, failure) -> answered(post, response, failure));
    }

    private void answered(Post post, @Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
        int status = response == null ? 0 : response.statusCode();
        if (status / 100 == 2) {
            delivered.increment();
            finish();
            return;
        }
        boolean isMistake = status / 100 == 4 && status != TIMEOUT && status != TOO_MANY;
        if (isMistake || post.attempts >= settings.attempts()) {
            LOG.warn("webhook_failed status={} attempts={} reason=\"{}\"", status, post.attempts, reason(failure));
            dropped.increment();
            finish();
            return;
        }
        synchronized (this) {
            if (!closed) {
                time.after(pause(post.attempts), () -> send(post));
            }
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null ? "refused" : failure.toString();
    }

    private Duration pause(int attempts) {
        Duration pause = settings.pauseFrom().multipliedBy(1L << Math.min(attempts - 1, 20));
        return pause.compareTo(settings.pauseUpTo()) > 0 ? settings.pauseUpTo() : pause;
    }

    private void finish() {
        synchronized (this) {
            underWay = null;
        }
        sendNext();
    }

    /** Returns how many alerts were taken by the target. */
    public long delivered() {
        return delivered.sum();
    }

    /** Returns how many alerts were given up. */
    public long dropped() {
        return dropped.sum();
    }

    /** Forgets what waits; an attempt under way ends by itself. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
