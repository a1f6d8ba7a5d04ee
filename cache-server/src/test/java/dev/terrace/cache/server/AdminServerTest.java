package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.time.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a server, and what it is made with. */
class AdminServerTest {

    @Test
    void aTokenIsGeneratedAndAnnouncedOnceIfNoneIsSet() throws Exception {
        List<String> lines = new ArrayList<>();
        try (CacheManager manager = CacheManager.builder().build()) {
            AdminServer server = AdminServer.builder(manager)
                    .port(0)
                    .environment(Map.of())
                    .announceTo(lines::add)
                    .start();
            assertThat(lines).hasSize(1);
            String token = lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1);
            HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/health"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
            assertThat(server.port()).isEqualTo(server.address().getPort());
        }
    }

    @Test
    void theConsoleIsToldUnlessSomebodyElseIs() {
        PrintStream before = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try (CacheManager manager = CacheManager.builder().build()) {
            AdminServer.builder(manager).port(0).environment(Map.of()).start();
        } finally {
            System.setOut(before);
        }
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("Admin token of http://127.0.0.1:");
    }

    @Test
    void itEndsWithItsManagerAndOnlyOnce() {
        Running running = Running.server();
        var address = running.address();
        running.manager.close();
        running.server.close();
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Running first = Running.server();
                CacheManager other = CacheManager.builder().build()) {
            AdminServerBuilder builder =
                    AdminServer.builder(other).port(first.server.port()).tokens(Tokens.admin(Running.ADMIN));
            assertThatThrownBy(builder::start).hasMessageContaining(String.valueOf(first.server.port()));
        }
    }

    @Test
    void aSecondServerOfAManagerIsRefused() {
        try (Running running = Running.server()) {
            AdminServerBuilder second =
                    AdminServer.builder(running.manager).port(0).tokens(Tokens.admin(Running.ADMIN));
            assertThatIllegalArgumentException().isThrownBy(second::start).withMessageContaining("server");
        }
    }

    @Test
    void metricsOfTheApplicationAreShownAndLeftOpen() {
        CacheManager manager = CacheManager.builder().build();
        CacheMetrics metrics = CacheMetrics.of(manager);
        try (Running running = Running.over(CacheManager.builder(), same -> same)) {
            assertThat(running.get("/cache/alerts").status()).isEqualTo(200);
        }
        AdminServer server = AdminServer.builder(manager)
                .port(0)
                .tokens(Tokens.admin(Running.ADMIN))
                .metrics(metrics)
                .start();
        server.close();
        assertThat(metrics.alerts()).isEmpty();
        manager.close();
    }

    @Test
    void itIsReadyWhenTheApplicationSaysSo() {
        AtomicBoolean ready = new AtomicBoolean();
        try (Running running = Running.server(builder -> builder.readyWhen(ready::get))) {
            assertThat(running.send("GET", "/health/ready", null, null).status())
                    .isEqualTo(503);
            assertThat(running.send("GET", "/health/live", null, null).status()).isEqualTo(200);
            ready.set(true);
            assertThat(running.send("GET", "/health/ready", null, null).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutAWarmerItsRoutesSayWhy() throws Exception {
        try (CacheManager manager = CacheManager.builder().build()) {
            AdminServer server = AdminServer.builder(manager)
                    .port(0)
                    .tokens(Tokens.admin(Running.ADMIN))
                    .start();
            HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/cache/warming"))
                    .header("Authorization", "Bearer " + Running.ADMIN)
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("no warmer");
        }
    }

    @Test
    void everyChangingCallIsAudited() {
        try (Running running = Running.server()) {
            running.words.set("a", "v");
            running.send("DELETE", "/cache/entries/word:audited?x=1", Running.VIEWER, null);
            running.send("DELETE", "/cache/entries/word:audited?x=2", null, null);
            running.admin("DELETE", "/cache/entries/word:audited?x=3");
            running.get("/cache/entries/word:audited?x=4");
        }
        assertThat(Logs.audit())
                .filteredOn(line -> line.contains("word:audited?x="))
                .satisfiesExactly(
                        viewer -> assertThat(viewer)
                                .contains("role=VIEWER method=DELETE target=/cache/entries/word:audited?x=1 status=403")
                                .contains("from=127.0.0.1"),
                        nobody -> assertThat(nobody).contains("role=OPEN", "status=401"),
                        admin -> assertThat(admin).contains("role=ADMIN", "status=200", "detail=key=word:audited"));
    }

    @Test
    void aKeyStoreMakesItSpeakTls(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        try (Running running = Running.server(builder -> builder.tls(new TlsKeyStore(store, "changeit")))) {
            HttpRequest request = HttpRequest.newBuilder(running.address().resolve("/health"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", "Bearer " + Running.VIEWER)
                    .build();
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(trusting(store))
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(running.address().getScheme()).isEqualTo("https");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
        }
        assertThat(new TlsKeyStore(store, "changeit")).asString().doesNotContain("changeit");
    }

    private static SSLContext trusting(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Test
    void aKeyStoreThatCannotBeReadEndsTheStart(@TempDir Path folder) throws IOException {
        Path damaged = Files.writeString(folder.resolve("keys.p12"), "none");
        try (CacheManager manager = CacheManager.builder().build()) {
            AdminServerBuilder builder = AdminServer.builder(manager)
                    .port(0)
                    .tokens(Tokens.admin(Running.ADMIN))
                    .tls(new TlsKeyStore(damaged, "changeit"));
            assertThatThrownBy(builder::start).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        try (CacheManager manager = CacheManager.builder().build()) {
            AdminServerBuilder builder = AdminServer.builder(manager);
            assertThatIllegalArgumentException().isThrownBy(() -> builder.port(70_000));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(limits -> limits.bodyBytes(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(limits -> limits.streams(0)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(limits -> limits.jobs(0)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(limits -> limits.listings(0)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(limits -> limits.connections(1)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.limits(limits -> limits.patience(Duration.ZERO)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.host(null));
        }
    }

    @Test
    void whatFailsIsLoggedAndNotTold() {
        try (Running running = Running.server(builder -> builder.readyWhen(() -> {
            throw new IllegalStateException("secret detail");
        }))) {
            Running.Answer answer = running.send("GET", "/health/ready", null, null);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("request_failed").doesNotContain("secret detail");
        }
    }

    @Test
    void aTierThatIsOutOfReachIsSaidToBe() throws Exception {
        try (SystemTime time = new SystemTime()) {
            SharedStore store = new SharedStore(time);
            StandInSharedTier shared = store.attach();
            try (Running running = Running.over(CacheManager.builder().tier(shared), same -> same)) {
                running.words.set("a", "v");
                store.down();
                Running.Answer answer = running.admin("DELETE", "/cache/tiers/" + shared.name());
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("look at /health");
                assertThat(running.get("/cache/jobs").body()).contains("FAILED");
                store.up();
            }
        }
    }

    @Test
    void theOldestListingGivesWayToANewOne() {
        try (Running running = Running.server(builder -> builder.limits(limits -> limits.listings(1)))) {
            running.words.set("a", "v");
            running.words.set("b", "v");
            String older =
                    running.get("/cache/keys?limit=1").json().get("cursor").asString();
            String newer =
                    running.get("/cache/keys?limit=1").json().get("cursor").asString();
            assertThat(running.get("/cache/keys?cursor=" + older).status()).isEqualTo(410);
            assertThat(running.get("/cache/keys?cursor=" + newer).status()).isEqualTo(200);
            running.get("/cache/keys?limit=1");
        }
    }
}
