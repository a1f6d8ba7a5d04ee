package dev.terrace.cache.server.live;

import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.server.http.Router;
import dev.terrace.cache.time.TimeSource.Scheduled;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a snapshot each second to everybody who listens. The numbers are read once for all streams, in the background; while
 * nobody listens, nothing is read. Safe for use by many threads.
 */
public final class LiveFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Host host;
    private final Snapshots snapshots;
    private final int most;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private @Nullable Scheduled next;
    private boolean isTicking;
    private boolean isClosed;

    /**
     * Makes a feed.
     *
     * @param most streams at once
     */
    public LiveFeed(Host host, CacheMetrics metrics, int most) {
        this.host = host;
        this.snapshots = new Snapshots(metrics);
        this.most = most;
    }

    /** Adds its route. */
    public void addTo(Router router) {
        router.get("/cache/events", this::join);
    }

    private void join(Context context) {
        synchronized (this) {
            if (isClosed || streams.size() >= most) {
                context.header("Retry-After", "10").header("Connection", "close");
                throw new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "there are " + most + " event streams already",
                        "close one, or read /cache/stats every few seconds");
            }
            EventStream stream = begin(context.res());
            streams.add(stream);
            var unused = stream.end().whenComplete((nothing, failure) -> streams.remove(stream));
            context.future(() -> listen(context.res(), stream));
            if (!isTicking) {
                isTicking = true;
                snapshots.begin();
                tick();
            }
        }
    }

    private static EventStream begin(HttpServletResponse response) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            ServletOutputStream out = response.getOutputStream();
            return new EventStream(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to write, once the request is asynchronous. */
    private static CompletableFuture<Void> listen(HttpServletResponse response, EventStream stream) {
        try {
            response.getOutputStream().setWriteListener(stream);
        } catch (IOException e) {
            stream.close();
        }
        return stream.end();
    }

    /** Reads the numbers elsewhere: the timer's thread must not wait for a tier. */
    private void tick() {
        try {
            host.executor().execute(this::send);
        } catch (RejectedExecutionException e) {
            goOn();
        }
    }

    private void send() {
        try {
            byte[] event = event(snapshots.next());
            streams.forEach(stream -> stream.offer(event));
        } catch (RuntimeException e) {
            LOG.warn("live_snapshot_failed", e);
        } finally {
            goOn();
        }
    }

    private synchronized void goOn() {
        isTicking = !isClosed && !streams.isEmpty();
        next = isTicking ? host.time().after(INTERVAL, this::tick) : null;
    }

    private static byte[] event(Snapshot snapshot) {
        String json = new String(Json.bytes(snapshot), StandardCharsets.UTF_8);
        return ("event: snapshot\nid: " + snapshot.number() + "\ndata: " + json + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns how many listen. */
    int listeners() {
        return streams.size();
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            if (next != null) {
                next.cancel();
            }
        }
        streams.forEach(EventStream::close);
    }
}
