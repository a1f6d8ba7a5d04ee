package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.cli.Cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, from its start to its end. */
class ServeTest {

    private static final String TOKEN = "admin-token-0123456789";
    private static final Pattern ADDRESS = Pattern.compile("(?:Listening on |\"address\":\")([^\\s\",]+)");

    private final Cli server = new Cli();

    @TempDir
    private Path folder;

    private CompletableFuture<Run> serving;

    private String start(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(more, 0, arguments, 5, more.length);
        System.arraycopy(
                new String[] {
                    "serve",
                    "--port",
                    "0",
                    "--log-folder",
                    folder.resolve("logs").toString()
                },
                0,
                arguments,
                0,
                5);
        serving = CompletableFuture.supplyAsync(() -> server.run(arguments));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> serving.isDone()
                        || ADDRESS.matcher(server.out.toString()).find());
        Matcher address = ADDRESS.matcher(server.out.toString());
        assertThat(address.find()).as(server.err.toString()).isTrue();
        return address.group(1);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
        if (serving != null) {
            serving.get(2, TimeUnit.MINUTES);
        }
    }

    private static void put(String url, String key, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "cache/entries/" + key))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"value\": {\"page\": 7}, \"ttl\": \"1h\"}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void aServerKeepsJsonDocumentsAndEndsInOrder() throws Exception {
        server.with("CACHE_DISK_DIRECTORY", folder.resolve("cache").toString())
                .with("CACHE_DISK_MAX_BYTES", "4MiB")
                .with("TERRACE_ADMIN_TOKEN", TOKEN)
                .with("TERRACE_REPORTS_FOLDER", folder.resolve("reports").toString());
        String url = start("--region", "page", "--show-values", "page", "--alert-webhook", "http://127.0.0.1:9/");
        Cli client = new Cli().with("TERRACE_URL", url).with("TERRACE_TOKEN", TOKEN);

        put(url, "page:1", TOKEN);

        assertThat(client.run("health").out()).contains("ready");
        assertThat(client.run("explain", "page:1").out()).contains("{\"page\":7}");
        assertThat(client.run("stats").out()).containsPattern("disk +1 ");
        server.end();
        assertThat(serving.get(2, TimeUnit.MINUTES).exitCode()).isZero();
        assertThat(server.hasEnded).isTrue();
        assertThat(client.run("health").exitCode()).isEqualTo(3);
        assertThat(folder.resolve("logs/terrace.log")).content().contains("serve_started", "serve_ended");

        assertThat(new Cli()
                        .with("CACHE_DISK_DIRECTORY", folder.resolve("cache").toString())
                        .with("CACHE_DISK_MAX_BYTES", "4MiB")
                        .run("export", folder.resolve("export").toString())
                        .out())
                .contains("Exported 1 entries");
    }

    @Test
    void aTokenIsMadeAndShownOnce() {
        String url = start();

        Matcher token = Pattern.compile("Admin token .*: (\\S+)").matcher(server.out.toString());
        assertThat(token.find()).isTrue();
        assertThat(new Cli()
                        .with("TERRACE_TOKEN", token.group(1))
                        .run("stats", "--url", url)
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("logs/debug.log")).content().doesNotContain(token.group(1));
    }

    @Test
    void whatAnEarlierServerLeftIsWarmBeforeItIsReady() throws Exception {
        server.with("CACHE_DISK_DIRECTORY", folder.resolve("cache").toString())
                .with("CACHE_DISK_MAX_BYTES", "4MiB")
                .with("TERRACE_ADMIN_TOKEN", TOKEN);
        put(start("--region", "page"), "page:1", TOKEN);
        server.end();
        serving.get(2, TimeUnit.MINUTES);

        Cli second = new Cli();
        second.with("CACHE_DISK_DIRECTORY", folder.resolve("cache").toString())
                .with("CACHE_DISK_MAX_BYTES", "4MiB")
                .with("TERRACE_ADMIN_TOKEN", TOKEN)
                .end();
        Run run = second.run(
                "serve", "--port", "0", "--region", "page", "--warm-at-start", "30s", "--log-folder", folder + "/logs");

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("logs/terrace.log")).content().contains("serve_warmed copied=1");
    }

    @Test
    void aTakenPortIsSaidOnOneLineAndNothingIsLeftRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = new Cli()
                    .with("TERRACE_PORT", String.valueOf(taken.getLocalPort()))
                    .run("serve", "--log-folder", folder.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("terrace: port " + taken.getLocalPort() + " of 127.0.0.1 is taken")
                    .contains("--port")
                    .hasLineCount(1);
            assertThat(folder.resolve("terrace.log")).content().contains("serve_failed");
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingStarts() {
        String logs = folder.resolve("logs").toString();

        Run store = new Cli().run("serve", "--port", "0", "--log-folder", logs, "--key-store", "no.p12");
        Run configuration = new Cli().with("CACHE_BACKEND", "attic").run("serve", "--log-folder", logs);
        Run time = new Cli().run("serve", "--warm-at-start", "soon");

        assertThat(store.exitCode()).isEqualTo(2);
        assertThat(store.err()).contains("TERRACE_KEY_STORE_PASSWORD");
        assertThat(configuration.exitCode()).isEqualTo(2);
        assertThat(time.exitCode()).isEqualTo(2);
    }

    @Test
    void aKeyStoreIsUsed() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "terrace",
                        "-dname",
                        "CN=localhost",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
        server.with("TERRACE_KEY_STORE_PASSWORD", "changeit").with("TERRACE_KEY_STORE", store.toString());

        String url = start("--json");

        assertThat(url).startsWith("https://");
        Run run = new Cli().run("health", "--url", url);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("is not trusted", "trustStore").hasLineCount(1);
    }

    @Test
    void aKeyStoreThatIsNotThereIsNamed() {
        Run run = new Cli()
                .with("TERRACE_KEY_STORE_PASSWORD", "changeit")
                .run("serve", "--port", "0", "--log-folder", folder.toString(), "--key-store", folder + "/no.p12");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no.p12");
    }
}
