package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A normal client is served while an intruder is at work, who gets nothing. Prints how long the client waits, beside how
 * long it waits without: a figure to be read and not judged, for intruder, client and server share the cores.
 */
class IntruderDrill {

    private static final String CRLF = "\r\n";
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 600;
    private static final int STREAMS = 1000;

    private final Running running = Running.server();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        thread.shutdownNow();
        running.close();
    }

    @Test
    void aNormalClientIsServedAndTheIntruderGetsNothing() throws Exception {
        running.words.set("a", "v");
        for (int i = 0; i < ROUNDS; i++) {
            p99();
        }
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long quiet = p99();
            AtomicBoolean goesOn = new AtomicBoolean(true);
            List<RawClient> streams = openStreams();
            Future<?> attack = thread.submit(() -> attack(goesOn));
            long disturbed = p99();
            goesOn.set(false);
            attack.get();
            streams.forEach(RawClient::close);
            ratios[round] = (double) disturbed / quiet;
            System.out.printf(
                    "round %d: p99 %d us undisturbed, %d us beside the intruder%n",
                    round, quiet / 1000, disturbed / 1000);
        }
        Arrays.sort(ratios);
        System.out.printf("median ratio %.2f%n", ratios[ROUNDS / 2]);
        assertThat(running.words.get("a")).isEqualTo("v");
    }

    private long p99() {
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            assertThat(running.get("/cache/entries/word:a").status()).isEqualTo(200);
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos[REQUESTS * 99 / 100];
    }

    /** Half of them without a token; all but a few are refused. */
    private List<RawClient> openStreams() throws IOException {
        List<RawClient> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            RawClient client = new RawClient(running.server.port());
            String token = i % 2 == 0 ? "" : "Authorization: Bearer " + Running.VIEWER + CRLF;
            client.write("GET /cache/events HTTP/1.1" + CRLF + "Host: a" + CRLF + token + CRLF);
            streams.add(client);
        }
        return streams;
    }

    private Void attack(AtomicBoolean goesOn) throws IOException {
        List<String> script = List.of(
                "GET /cache/stats HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: Bearer guess" + CRLF + CRLF,
                "GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1" + CRLF + "Host: a" + CRLF + CRLF,
                "DELETE /cache HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: Bearer " + Running.VIEWER + CRLF
                        + CRLF,
                "GET /health HTTP/1.1" + CRLF + "Host: a" + CRLF + "X-Long: " + "a".repeat(9000) + CRLF + CRLF,
                "GET /cache/keys?pattern=*****a HTTP/1.1" + CRLF + "Host: a" + CRLF + "Authorization: Bearer "
                        + Running.VIEWER + CRLF + CRLF);
        for (int i = 0; goesOn.get(); i++) {
            try (RawClient client = new RawClient(running.server.port())) {
                String request = script.get(i % script.size());
                assertThat(client.send(request))
                        .startsWith(request.contains("pattern=") ? "HTTP/1.1 200" : "HTTP/1.1 4");
            }
        }
        return null;
    }
}
