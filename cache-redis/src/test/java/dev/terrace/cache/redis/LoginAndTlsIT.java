package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, rights and encryption. */
final class LoginAndTlsIT {

    private static final String PASSWORD = "p@ss:w/rd+%hunter2";
    private static final String ENCODED = "p%40ss%3Aw%2Frd%2B%25hunter2";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Nodes nodes = new Nodes();

    @AfterEach
    void stop() {
        nodes.close();
    }

    private void assertWorks(RedisTier tier) {
        await().atMost(LONG).ignoreExceptions().until(() -> tier.write(nodes.write("a", "1")) == WriteResult.DONE);
        assertThat(tier.get(key("a"))).isNotNull();
    }

    private static RedisServer protectedServer() {
        RedisServer server = RedisServer.start();
        server.command(
                "ACL",
                "SETUSER",
                "shop",
                "on",
                ">" + PASSWORD,
                "~{shop*",
                "&*",
                "+@all",
                "-@admin",
                "-@dangerous",
                "+info");
        server.command("ACL", "SETUSER", "default", "off");
        return server;
    }

    @Test
    void anAclUserWithLittleRightsIsEnough() {
        try (RedisServer server = protectedServer()) {
            String address = "127.0.0.1:" + server.port();
            assertWorks(nodes.start(
                    RedisTier.at("redis://shop:" + ENCODED + "@" + address).prefix("shop")));
            assertWorks(nodes.start(
                    RedisTier.at("redis://" + address).login("shop", PASSWORD).prefix("shop")));
        }
    }

    @Test
    void passwordsAreNowhereToBeSeen() {
        try (RedisServer server = protectedServer()) {
            String url = "redis://shop:" + ENCODED + "x@127.0.0.1:" + server.port();
            RedisTier tier = nodes.start(RedisTier.at(url).prefix("shop"));
            List<String> seen = new ArrayList<>();
            seen.add(tier.toString());
            seen.add(RedisUrl.parse(url).toString());
            seen.add(new RedisTierProvider()
                    .create(Map.of("url", url, "password", PASSWORD, "sentinel-password", PASSWORD))
                    .toString());
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> tier.write(nodes.write("a", "1")))
                        .isInstanceOf(TierUnavailableException.class)
                        .satisfies(e -> seen.add(stackTrace(e)));
            }
            seen.add(tier.gauges().toString());

            assertThat(seen).noneMatch(text -> text.contains("hunter2") || text.contains(ENCODED));
            assertThat(seen).anyMatch(text -> text.contains("WRONGPASS"));
            assertThat(tier.gauges().get("redis.breakers.open")).isOne();
        }
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void anotherDatabaseIsAnotherWorld() {
        try (RedisServer server = RedisServer.start()) {
            RedisTier third = nodes.start(ForTests.patient(RedisTier.at(server.uri() + "/3")));
            RedisTier first =
                    nodes.start(ForTests.patient(RedisTier.at(server.uri()).database(0)));
            assertWorks(third);

            assertThat(first.get(key("a"))).isNull();
            assertThat(String.valueOf(server.command("INFO", "keyspace"))).contains("db3:");
        }
    }

    @Test
    void certificateAndHostNameAreChecked(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder, "localhost");
        try (RedisServer server = RedisServer.start();
                TlsProxy proxy = new TlsProxy(certificates, server.port())) {
            RedisTier right = RedisTier.at("rediss://localhost:" + proxy.port());
            assertWorks(nodes.start(ForTests.patient(right.tls(certificates.trustStore(), Certificates.PASSWORD))));

            assertRefused(right, "unable to find valid certification path");
            assertRefused(
                    RedisTier.at("rediss://127.0.0.1:" + proxy.port())
                            .tls(certificates.trustStore(), Certificates.PASSWORD),
                    "No subject alternative names");
            assertRefused(
                    RedisTier.at("redis://localhost:" + server.port())
                            .tls(certificates.trustStore(), Certificates.PASSWORD),
                    "");
        }
    }

    private void assertRefused(RedisTier tier, String why) {
        RedisTier started = nodes.start(tier.timeout(Duration.ofSeconds(2)));
        assertThatThrownBy(() -> started.get(key("a")))
                .isInstanceOf(TierUnavailableException.class)
                .satisfies(e -> assertThat(stackTrace(e)).contains(why));
    }

    /** Runs keytool. */
    record Certificates(Path keyStore, Path trustStore) {

        static final String PASSWORD = "changeit";

        static Certificates in(Path folder, String host) throws IOException, InterruptedException {
            Path keys = folder.resolve("keys.p12");
            Path certificate = folder.resolve("server.crt");
            Path trust = folder.resolve("trust.p12");
            keytool(
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "san=dns:" + host,
                    "-validity",
                    "30",
                    "-keystore",
                    keys.toString());
            keytool("-exportcert", "-alias", "server", "-file", certificate.toString(), "-keystore", keys.toString());
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    "server",
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    trust.toString());
            return new Certificates(keys, trust);
        }

        private static void keytool(String... arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments));
            command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }
}
