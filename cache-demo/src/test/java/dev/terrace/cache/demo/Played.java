package dev.terrace.cache.demo;

import dev.terrace.cache.demo.load.Outcome;
import dev.terrace.cache.demo.load.Phase;
import dev.terrace.cache.demo.shop.Progress;
import dev.terrace.cache.demo.shop.ShopSize;
import dev.terrace.cache.server.Tokens;
import dev.terrace.cache.testkit.FakeTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A small demo in which nobody comes unless a test says so, and it is always ten in the morning. */
final class Played implements AutoCloseable {

    static final ShopSize SMALL = new ShopSize(2_000, ShopSize.USUAL.seed());
    static final String TOKEN = "demo-token-0123456789";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final List<String> said = new ArrayList<>();
    final Scene scene;

    Played(Path folder) throws SQLException {
        this(folder, SMALL, null);
    }

    Played(Path folder, ShopSize size, String redis) throws SQLException {
        Options options = Options.USUAL
                .folder(folder)
                .size(size)
                .ports(new Options.Ports(0, 0))
                .redis(Options.NO_REDIS);
        scene = new Scene(options, redis, Tokens.admin(TOKEN), new FakeTime(), new Progress() {

            @Override
            public void say(String line) {
                synchronized (said) {
                    said.add(line);
                }
            }

            @Override
            public boolean at(long done, long all) {
                return true;
            }
        });
    }

    /** Lets so many pages be asked for, one after the other; the same seed asks for the same pages. */
    void visits(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            scene.traffic().visit(random);
        }
    }

    Outcome of(Phase phase) {
        return scene.ledger().of(phase);
    }

    long queries() {
        return scene.database().queries();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI address = scene.shopServer().address().resolve(path);
        return client.send(
                HttpRequest.newBuilder(address)
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        scene.close();
    }
}
