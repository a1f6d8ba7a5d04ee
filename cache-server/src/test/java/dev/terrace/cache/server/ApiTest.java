package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.server.Running.Answer;
import dev.terrace.cache.server.Running.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each route does, over real HTTP and a manager with memory alone. */
class ApiTest {

    private final Running running = Running.server();

    @AfterEach
    void end() {
        running.close();
    }

    private static void assertProblem(Answer answer, int status, String... parts) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("type").asString()).startsWith("urn:terrace:problem:");
        assertThat(answer.json().get("fix").asString()).isNotBlank();
        for (String part : parts) {
            assertThat(answer.body()).contains(part);
        }
    }

    @Nested
    class Health {

        @Test
        void isOneWordForEverybody() {
            assertThat(running.send("GET", "/health/live", null, null).body()).isEqualTo("live");
            assertThat(running.send("GET", "/health/ready", null, null).body()).isEqualTo("ready");
        }

        @Test
        void namesEachTierForThoseWhoMayLook() {
            running.words.set("a", "b");
            var health = running.get("/health").json();
            assertThat(health.get("status").asString()).isEqualTo("UP");
            var memory = health.get("tiers").get(0);
            assertThat(memory.get("name").asString()).isEqualTo("memory");
            assertThat(memory.get("position").asString()).isEqualTo("l1");
            assertThat(memory.get("entries").asLong()).isEqualTo(1);
            assertThat(memory.get("maximumBytes").asLong()).isEqualTo(100L << 20);
        }
    }

    @Nested
    class Statistics {

        @Test
        void countAndStartAgain() {
            running.words.set("a", "b");
            running.words.get("a");
            assertThat(hits()).isEqualTo(1);
            assertThat(running.admin("POST", "/cache/stats/reset").status()).isEqualTo(200);
            assertThat(running.words.stats().requests().hits()).isZero();
        }

        private long hits() {
            return running.manager.stats().total().requests().hits();
        }

        @Test
        void areScrapedAndSummedUp() {
            running.words.set("a", "b");
            assertThat(running.get("/metrics").body()).contains("cache_puts_total{cache=\"word\"}");
            assertThat(running.get("/metrics/solid-cache")
                            .json()
                            .get("total_entries")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Nested
    class Regions {

        @Test
        void areListedWithTheTypeOfTheirValues() {
            running.words.set("a", "b");
            assertThat(running.get("/cache/regions").body())
                    .contains("\"name\":\"user\"", "Running$User", "java.lang.String");
            assertThat(running.get("/cache/regions/word")
                            .json()
                            .get("region")
                            .get("entries")
                            .asLong())
                    .isEqualTo(1);
        }

        @Test
        void thatWereNotMadeAreNotFound() {
            assertProblem(running.get("/cache/regions/none"), 404, "no region none");
        }
    }

    @Nested
    class Keys {

        @Test
        void comeAPageAtATime() {
            IntStream.range(0, 25).forEach(i -> running.words.set("k" + i, "v"));
            running.users.set("other", new User("a", 1));
            var first = running.get("/cache/keys?pattern=word:*&limit=10").json();
            var second = running.get(
                            "/cache/keys?limit=10&cursor=" + first.get("cursor").asString())
                    .json();
            var third = running.get("/cache/keys?limit=10&cursor="
                            + second.get("cursor").asString())
                    .json();
            assertThat(first.get("keys").size()).isEqualTo(10);
            assertThat(second.get("keys").size()).isEqualTo(10);
            assertThat(third.get("keys").size()).isEqualTo(5);
            assertThat(third.get("cursor").isNull()).isTrue();
            assertProblem(
                    running.get("/cache/keys?cursor=" + first.get("cursor").asString()), 410, "begin again");
        }

        @ParameterizedTest
        @ValueSource(strings = {"limit=0", "limit=1001", "limit=many", "pattern=%5Ba-"})
        void areRefusedForParametersThatMakeNoSense(String query) {
            assertProblem(running.get("/cache/keys?" + query), 400);
        }

        @Test
        void areRefusedForAPatternTooLong() {
            assertProblem(running.get("/cache/keys?pattern=" + "a".repeat(1025)), 400, "1025 characters");
        }
    }

    @Nested
    class Entries {

        @ParameterizedTest
        @CsvSource({
            "a/../b, a%2F..%2Fb",
            "a+b c%, a%2Bb%20c%25",
            "a\\b, a%5Cb",
            "ü:ü, %C3%BC:%C3%BC",
            "a/, a%2F",
            "/a//b, /a//b"
        })
        void areFoundWhateverTheirKeyHolds(String key, String encoded) {
            running.users.set(key, new User("John", 30));
            var entry = running.get("/cache/entries/user:" + encoded).json();
            assertThat(entry.get("key").asString()).isEqualTo("user:" + key);
            assertThat(entry.get("live").asBoolean()).isTrue();
            assertThat(entry.get("value").get("name").asString()).isEqualTo("John");
            assertThat(entry.get("tiers").get(0).get("state").asString()).isEqualTo("FRESH");
        }

        @Test
        void hideTheirValueUnlessTheRegionShowsThem() {
            running.words.set("a", "secret");
            Answer answer = running.get("/cache/entries/word:a");
            assertThat(answer.json().get("live").asBoolean()).isTrue();
            assertThat(answer.json().get("valueShown").asBoolean()).isFalse();
            assertThat(answer.body()).doesNotContain("secret");
        }

        @Test
        void thatAreNotThereAreExplainedToo() {
            running.words.set("a", "b");
            running.manager.invalidate("word:*");
            var entry = running.get("/cache/entries/word:a").json();
            assertThat(entry.get("live").asBoolean()).isFalse();
            assertThat(entry.get("lastRemoval").asString()).contains("invalidation");
        }

        @Test
        void areStoredAsTheRegionReadsThem() {
            String body = "{\"value\":{\"name\":\"Jane\",\"age\":31},\"ttl\":\"1h\",\"labels\":[\"team\"]}";
            assertThat(running.admin("PUT", "/cache/entries/user:1", body).status())
                    .isEqualTo(200);
            assertThat(running.users.get("1")).isEqualTo(new User("Jane", 31));
            assertThat(running.users.ttl("1")).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            assertThat(running.users.invalidateLabel("team")).isEqualTo(1);
            running.admin("PUT", "/cache/entries/word:1", "{\"value\":\"plain\"}");
            assertThat(running.words.get("1")).isEqualTo("plain");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "{",
                    "{}",
                    "{\"value\":null}",
                    "{\"value\":{\"name\":\"a\",\"age\":\"x\"}}",
                    "{\"value\":{\"name\":\"a\",\"age\":1},\"ttl\":\"soon\"}",
                    "{\"value\":{\"name\":\"a\",\"age\":1},\"ttl\":\"0s\"}",
                    "{\"value\":{\"name\":\"a\",\"age\":1},\"labels\":[\"x\"]}",
                    "{\"value\":{\"name\":\"a\",\"age\":1},\"more\":1}",
                    "{\"value\":{\"name\":\"a\",\"age\":1}} more"
                })
        void areNotStoredFromABodyThatMakesNoSense(String body) {
            assertProblem(running.admin("PUT", "/cache/entries/user:1", body), 400);
            assertThat(running.users.get("1")).isNull();
        }

        @Test
        void areNotStoredInARegionThatWasNotMade() {
            assertProblem(running.admin("PUT", "/cache/entries/none:1", "{\"value\":1}"), 404, "no region none");
        }

        @Test
        void areRemoved() {
            running.words.set("a", "b");
            assertThat(running.admin("DELETE", "/cache/entries/word:a").body()).isEqualTo("{\"removed\":true}");
            assertThat(running.words.get("a")).isNull();
            assertThat(running.admin("DELETE", "/cache/entries/word:a").body()).isEqualTo("{\"removed\":false}");
        }
    }

    @Nested
    class Removals {

        @Test
        void byPatternAreCountedFirst() {
            IntStream.range(0, 12).forEach(i -> running.words.set("k" + i, "v"));
            running.words.set("other", "v");
            var dry = running.admin("POST", "/cache/invalidate", "{\"pattern\":\"word:k*\",\"dryRun\":true}")
                    .json();
            assertThat(dry.get("matching").asLong()).isEqualTo(12);
            assertThat(dry.get("samples").size()).isEqualTo(10);
            assertThat(running.words.get("k1")).isEqualTo("v");
            var wet = running.admin("POST", "/cache/invalidate", "{\"pattern\":\"word:k*\"}")
                    .json();
            assertThat(wet.get("removed").asLong()).isEqualTo(12);
            assertThat(running.words.get("k1")).isNull();
            assertThat(running.words.get("other")).isEqualTo("v");
        }

        @Test
        void byLabelRemoveWhatCarriesIt() {
            running.words.set("a", "v", Duration.ofHours(1), "team");
            running.words.set("b", "v");
            var dry = running.admin("POST", "/cache/invalidate", "{\"label\":\"team\",\"dryRun\":true}")
                    .json();
            assertThat(dry.get("label").asString()).isEqualTo("team");
            assertThat(dry.get("matching").asLong()).isEqualTo(1);
            assertThat(dry.get("samples").get(0).asString()).isEqualTo("word:a");
            assertThat(running.words.get("a")).as("only counted").isEqualTo("v");
            var answer = running.admin("POST", "/cache/invalidate", "{\"label\":\"team\"}")
                    .json();
            assertThat(answer.get("removed").asLong()).isEqualTo(1);
            assertThat(running.words.get("b")).isEqualTo("v");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"pattern\":\"a\",\"label\":\"b\"}",
                    "{\"label\":\"\",\"dryRun\":true}",
                    "{\"pattern\":\"[a-\"}",
                    "[]"
                })
        void needPatternOrLabel(String body) {
            assertProblem(running.admin("POST", "/cache/invalidate", body), 400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/cache", "/cache/all", "/cache/tiers/memory", "/cache/tiers/l1", "/cache/l1"})
        void ofATierOrOfAllEmptyIt(String path) {
            running.words.set("a", "v");
            assertThat(running.admin("DELETE", path).json().get("removed").asLong())
                    .isEqualTo(1);
            assertThat(running.words.get("a")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/cache/l2", "/cache/tiers/disk", "/cache/tiers/l0"})
        void ofATierThatIsNotInTheChainAreNotFound(String path) {
            assertProblem(running.admin("DELETE", path), 404, "no tier", "[memory]");
        }
    }

    @Nested
    class TimesToLive {

        @Test
        void areReplaced() {
            String table =
                    "{\"rows\":[{\"pattern\":\"word:*\",\"ttl\":\"15m\"},{\"pattern\":\"user:*\",\"ttl\":\"PT1H\"}]}";
            assertThat(running.admin("PUT", "/cache/ttl", table).status()).isEqualTo(200);
            assertThat(running.get("/cache/ttl").body()).contains("\"word:*\"", "PT15M");
            running.words.set("a", "v");
            assertThat(running.words.ttl("a")).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"rows\":[null]}",
                    "{\"rows\":[{\"pattern\":\"a\"}]}",
                    "{\"rows\":[{\"ttl\":\"1h\"}]}",
                    "{\"rows\":[{\"pattern\":\"a\",\"ttl\":\"0d\"}]}"
                })
        void areKeptIfTheNewOnesMakeNoSense(String table) {
            assertProblem(running.admin("PUT", "/cache/ttl", table), 400);
            assertThat(running.get("/cache/ttl").json().get("rows").size()).isZero();
        }
    }

    @Test
    void aMethodThatIsNotServedIsToldWhichOnesAre() {
        Answer answer = running.get("/cache/invalidate");
        assertProblem(answer, 405, "openapi.json");
        assertThat(answer.header("Allow")).contains("POST");
        assertProblem(running.get("/nowhere"), 404, "openapi.json");
    }

    @Nested
    class Pages {

        @Test
        void areServedToEverybodyAndHoldNoData() {
            running.words.set("secret-key", "v");
            Answer page = running.send("GET", "/", null, null);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self'");
            assertThat(page.body()).contains("/assets/main.js").doesNotContain("secret-key");
            assertThat(running.send("GET", "/assets/chart.js", null, null).body())
                    .contains("Chart.js");
            assertProblem(running.send("GET", "/assets/none.js", null, null), 404, "no such file");
        }

        @Test
        void areNotSentAgainUnlessTheyChanged() {
            String tag = running.send("GET", "/assets/main.js", null, null).header("ETag");
            var request = java.net.http.HttpRequest.newBuilder(running.address().resolve("/assets/main.js"))
                    .header("If-None-Match", tag)
                    .build();
            Answer again = running.send(request);
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }

    @Nested
    class Reports {

        @Test
        void comeAsPageTextOrData() {
            Answer page = running.get("/cache/reports/latest");
            assertThat(page.header("Content-Security-Policy")).contains("sandbox");
            assertThat(page.body()).contains("<html");
            assertThat(running.get("/cache/reports/latest?format=md").body()).startsWith("#");
            assertThat(running.get("/cache/reports/latest?format=json").json().has("advice"))
                    .isTrue();
            assertProblem(running.get("/cache/reports/latest?format=pdf"), 400, "html, md or json");
            assertProblem(running.get("/cache/reports/2020-01-01"), 404);
            assertThat(running.get("/cache/alerts").json().get("alerts").size()).isZero();
            assertThat(running.get("/cache/reports").body())
                    .isEqualTo("{\"reports\":[{\"name\":\"latest\",\"at\":null}]}");
        }

        @Test
        void thatWereKeptAreListedAndRead(@TempDir Path folder) throws Exception {
            Files.writeString(folder.resolve("report-20261114-0600.html"), "<html>older</html>");
            Files.writeString(folder.resolve("report-20261114-0600.md"), "# older");
            Files.writeString(folder.resolve("report-20261121-0600.html"), "<html>newer</html>");
            Files.writeString(folder.resolve("secret.html"), "secret");
            try (Running kept = Running.server(builder ->
                    builder.metrics(CacheMetrics.of(builder.manager, settings -> settings.folder(folder))))) {
                assertThat(kept.get("/cache/reports").json().get("reports").findValuesAsString("name"))
                        .containsExactly("latest", "20261121-0600", "20261114-0600");
                Answer page = kept.get("/cache/reports/20261114-0600");
                assertThat(page.body()).isEqualTo("<html>older</html>");
                assertThat(page.header("Content-Security-Policy")).contains("sandbox");
                assertThat(kept.get("/cache/reports/20261114-0600?format=md").body())
                        .isEqualTo("# older");
                assertProblem(kept.get("/cache/reports/20261114-0600?format=json"), 400, "html or md");
                assertProblem(kept.get("/cache/reports/20261107-0600"), 404, "/cache/reports");
                assertProblem(kept.get("/cache/reports/..%2Fsecret"), 404);
            }
        }
    }

    @Nested
    class Warming {

        @Test
        void knowsTheHottestKeys() {
            running.words.set("hot", "v");
            IntStream.range(0, 10).forEach(i -> running.words.get("hot"));
            assertThat(running.get("/cache/warming/hottest?region=word&limit=5")
                            .json()
                            .get("keys")
                            .get(0)
                            .get("key")
                            .asString())
                    .isEqualTo("hot");
            assertProblem(running.get("/cache/warming/hottest?region=none"), 404, "no region none");
            assertProblem(running.get("/cache/warming/hottest"), 404);
        }
    }
}
