package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.cli.Cli.Run;
import dev.terrace.cache.server.AdminServer;
import dev.terrace.cache.server.Tokens;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that talk to a server, over real HTTP. */
class RemoteCommandsTest {

    private static final String ADMIN = "admin-token-0123456789";
    private static final String VIEWER = "viewer-token-0123456789";

    private CacheManager manager;
    private Cache<String> words;
    private AdminServer server;
    private Cli cli;

    @BeforeEach
    void start() {
        manager = CacheManager.builder().build();
        words = manager.cache("word", String.class);
        Warmer warmer = Warmer.attach(manager);
        warmer.register(
                "words",
                Source.batch(words, keys -> Map.of("w1", "one", "w2", "two")).allKeys(() -> Stream.of("w1", "w2")));
        server = AdminServer.builder(manager)
                .port(0)
                .tokens(Tokens.of(ADMIN, VIEWER))
                .warmer(warmer)
                .showValuesOf("word"::equals)
                .limits(limits -> limits.patience(Duration.ofMillis(1)))
                .start();
        cli = new Cli().with("TERRACE_URL", server.address().toString()).with("TERRACE_TOKEN", ADMIN);
        words.set("a", "eins", Duration.ofHours(1), "odd");
        words.set("b", "zwei", Duration.ofHours(1), "even");
        words.set("c", "drei");
    }

    @AfterEach
    void end() {
        manager.close();
    }

    private static JsonNode json(Run run) {
        assertThat(run.out().lines()).hasSize(1);
        return JsonMapper.shared().readTree(run.out());
    }

    @Nested
    class Looking {

        @Test
        void healthNeedsNoToken() {
            Run run = new Cli().run("health", "--url", server.address().toString());

            assertThat(run).isEqualTo(new Run(0, "ready" + System.lineSeparator(), ""));
            assertThat(json(cli.run("health", "--json")).path("health").asString())
                    .isEqualTo("ready");
        }

        @Test
        void statsShowTiersAndRegions() {
            words.get("a");
            words.get("nowhere");

            Run run = cli.run("stats");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .containsPattern("tier +entries +expired")
                    .containsPattern("memory +3 +0 ")
                    .containsPattern("word +1 +1 +50.0 %");
        }

        @Test
        void statsAreReset() {
            words.get("a");

            assertThat(cli.run("stats", "--reset").out()).containsPattern("word +1 +0");
            assertThat(cli.run("stats").out()).containsPattern("word +0 +0");
            assertThat(json(cli.run("stats", "--json")).path("regions").has("word"))
                    .isTrue();
        }

        @Test
        void keysAreListedUpToALimit() {
            assertThat(cli.run("keys").out().lines()).containsExactlyInAnyOrder("word:a", "word:b", "word:c");
            assertThat(cli.run("keys", "*:b").out().lines()).containsExactly("word:b");

            Run limited = cli.run("keys", "--limit", "2");
            assertThat(limited.out().lines()).hasSize(2);
            assertThat(limited.err()).contains("There are more");
            assertThat(json(cli.run("keys", "--limit", "2", "--json"))
                            .path("more")
                            .asBoolean())
                    .isTrue();
            assertThat(cli.run("keys", "--limit", "-1").exitCode()).isEqualTo(2);
        }

        @Test
        void keysGoOverManyPages() {
            for (int i = 0; i < 2100; i++) {
                words.set("n" + i, "x");
            }

            assertThat(cli.run("keys", "word:n*", "--limit", "0").out().lines()).hasSize(2100);
            JsonNode all = json(cli.run("keys", "--limit", "0", "--json"));
            assertThat(all.path("keys").size()).isEqualTo(2103);
            assertThat(all.path("more").asBoolean()).isFalse();
        }

        @Test
        void aKeyCannotTalkToTheTerminal() {
            words.set("\u001b[2Jx", "y");

            assertThat(cli.run("keys").out()).contains("word:\\u001b[2Jx").doesNotContain("\u001b");
        }

        @Test
        void explainSaysWhereAKeyIs() {
            assertThat(cli.run("explain", "word:a").out())
                    .contains("word:a is live", "value: \"eins\"")
                    .containsPattern("memory +fresh +59m 59s");
            assertThat(cli.run("explain", "word:c").out()).containsPattern("memory +fresh +ever");
            assertThat(json(cli.run("explain", "--json", "word:a")).path("live").asBoolean())
                    .isTrue();

            words.delete("a");
            assertThat(cli.run("explain", "word:a").out()).contains("word:a is not there", "last removal: ");
        }

        @Test
        void aKeyMayHoldAnything() {
            words.set("a/b c?d", "x");

            assertThat(cli.run("explain", "word:a/b c?d").out()).contains("word:a/b c?d is live");
        }

        @Test
        void aReportIsPrintedOrSaved(@TempDir Path folder) throws IOException {
            Path html = folder.resolve("report.html");

            assertThat(cli.run("report").out()).startsWith("# Cache report");
            assertThat(cli.run("report", "--list").out()).containsPattern("latest +now");
            assertThat(cli.run("report", "report-20200101-0000").err()).contains("there is no report");
            assertThat(cli.run("report", "-o", html.toString()).out()).contains("Report written to " + html);
            assertThat(html).content().startsWithIgnoringCase("<!doctype html>");
            assertThat(cli.run("report", "--format", "html").out()).startsWithIgnoringCase("<!doctype html>");
            assertThat(json(cli.run("report", "--json")).isObject()).isTrue();
            Run nowhere = cli.run("report", "-o", folder.resolve("no/r.md").toString());
            assertThat(nowhere.exitCode()).isEqualTo(1);
            assertThat(folder).isDirectoryNotContaining("glob:**/no");
        }
    }

    @Nested
    class Changing {

        @Test
        void aDryRunRemovesNothing() {
            Run run = cli.run("invalidate", "word:*", "--dry-run");

            assertThat(run.out()).contains("word:* matches 3 keys (word:");
            assertThat(words.get("a")).isEqualTo("eins");
        }

        @Test
        void aDryRunByLabelRemovesNothing() {
            Run run = cli.run("invalidate", "--label", "odd", "--dry-run");

            assertThat(run.out()).contains("Label odd is on 1 key (word:a)");
            assertThat(words.get("a")).isEqualTo("eins");
        }

        @Test
        void aPatternIsRemovedAfterAYes() {
            Run run = cli.answering("y").run("invalidate", "word:[ab]");

            assertThat(run.err()).contains("word:[ab] matches 2 keys", "Remove word:[ab]? [y/N]");
            assertThat(run.out()).contains("Removed 2 keys");
            assertThat(words.get("a")).isNull();
            assertThat(words.get("c")).isEqualTo("drei");
        }

        @Test
        void nothingIsRemovedAfterANoOrWithoutAnybody() {
            assertThat(cli.run("invalidate", "word:*").exitCode()).isEqualTo(4);
            assertThat(cli.run("clear").err()).contains("nobody is there", "--yes");
            assertThat(cli.answering("n").run("invalidate", "word:*").exitCode())
                    .isEqualTo(4);
            assertThat(cli.run("clear").err()).contains("nothing was changed");
            assertThat(words.get("a")).isEqualTo("eins");
        }

        @Test
        void aLabelIsRemoved() {
            Run run = cli.run("invalidate", "--label", "odd", "--yes", "--json");

            assertThat(json(run).path("removed").asLong()).isEqualTo(1);
            assertThat(words.get("a")).isNull();
            assertThat(cli.answering("yes").run("invalidate", "--label", "even").err())
                    .contains("Remove all with label even?");
            assertThat(words.get("b")).isNull();
        }

        @Test
        void aPatternOrALabelMustBeGiven() {
            assertThat(cli.run("invalidate", "--yes").exitCode()).isEqualTo(2);
            assertThat(cli.run("invalidate", "x", "--label", "y", "--yes").exitCode())
                    .isEqualTo(2);
        }

        @Test
        void everythingOrOneTierIsCleared() {
            assertThat(cli.run("clear", "memory", "-y").out()).contains("Removed 3 keys: tier memory");
            words.set("a", "eins");
            assertThat(cli.run("clear", "-y").out()).contains("Removed 1 keys: everything");
            assertThat(cli.run("clear", "attic", "-y").exitCode()).isEqualTo(1);
            assertThat(words.get("a")).isNull();
        }

        @Test
        void expiredEntriesAreCleanedUp() {
            assertThat(cli.run("cleanup").out()).contains("Removed 0 expired entries");
        }

        @Test
        void warmingIsFollowedToItsEnd() {
            assertThat(cli.answering().run("warm").out()).contains("2 loaded");
            assertThat(words.get("w1")).isEqualTo("one");
        }
    }

    @Nested
    class Refused {

        @Test
        void withoutATokenOrWithAWrongOne() {
            Run none = new Cli().run("stats", "--url", server.address().toString());
            Run wrong = cli.with("TERRACE_TOKEN", "some-other-token-0123").run("stats");

            assertThat(none.exitCode()).isEqualTo(4);
            assertThat(none.err()).contains("wants a token; set TERRACE_TOKEN").hasLineCount(1);
            assertThat(wrong.exitCode()).isEqualTo(4);
            assertThat(wrong.err()).contains("does not know this token");
        }

        @Test
        void aViewerMayNotChangeAnything() {
            Run run = cli.with("TERRACE_TOKEN", VIEWER).run("clear", "-y");

            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).hasLineCount(1);
            assertThat(words.get("a")).isEqualTo("eins");
        }

        @Test
        void theTokenMayStandInAFile(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("token"), VIEWER + "\n");
            String url = server.address().toString();

            assertThat(new Cli()
                            .run("stats", "--url", url, "--token-file", file.toString())
                            .exitCode())
                    .isZero();
            assertThat(new Cli()
                            .with("TERRACE_ADMIN_TOKEN_FILE", file.toString())
                            .run("stats", "--url", url)
                            .exitCode())
                    .isZero();
            assertThat(new Cli()
                            .run("stats", "--url", url, "--token-file", folder + "/no")
                            .exitCode())
                    .isEqualTo(2);
        }

        @Test
        void noServerIsSaidOnOneLine() throws IOException {
            int port;
            try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = unused.getLocalPort();
            }

            Run run = cli.run("health", "--url", "http://127.0.0.1:" + port);

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("start one with: terrace serve").hasLineCount(1);
        }

        @Test
        void anAddressMustBeOne() {
            assertThat(cli.run("health", "--url", "localhost").exitCode()).isEqualTo(2);
            assertThat(cli.with("TERRACE_URL", ":").run("health").exitCode()).isEqualTo(2);
        }

        @Test
        void anotherServerIsRecognized() throws IOException {
            HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            other.createContext("/", exchange -> {
                byte[] page = "<html>not here".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(
                        exchange.getRequestURI().getPath().equals("/health/ready") ? 200 : 404, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            other.start();
            try {
                String url = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
                Run health = cli.run("health", "--url", url);
                Run stats = cli.run("stats", "--url", url);

                assertThat(health.exitCode()).isEqualTo(1);
                assertThat(health.err()).contains("not that of an admin server").hasLineCount(1);
                assertThat(stats.exitCode()).isEqualTo(1);
                assertThat(stats.err())
                        .contains("cache/stats answered with status 404")
                        .hasLineCount(1);
            } finally {
                other.stop(0);
            }
        }

        @Test
        void aServerThatIsNotReadyIsNotHealthy() {
            server.close();
            try (CacheManager cold = CacheManager.builder().build();
                    AdminServer waiting = AdminServer.builder(cold)
                            .port(0)
                            .tokens(Tokens.admin(ADMIN))
                            .readyWhen(() -> false)
                            .start()) {
                Run run = cli.run("health", "--url", waiting.address().toString());

                assertThat(run).isEqualTo(new Run(1, "waiting" + System.lineSeparator(), ""));
            }
        }
    }
}
