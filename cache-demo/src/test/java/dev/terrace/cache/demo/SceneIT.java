package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.demo.load.Phase;
import dev.terrace.cache.demo.shop.Origin;
import dev.terrace.cache.demo.shop.ShopSize;
import dev.terrace.cache.redis.server.RedisServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneIT {

    private static final int VISITS = 300;
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void theSecondStartIsWarmFromDisk() throws Exception {
        long coldQueries;
        try (Played first = new Played(folder)) {
            assertThat(first.scene.cache().warmEntries()).isZero();
            first.visits(VISITS, SEED);
            coldQueries = first.queries();
            assertThat(first.of(Phase.FIRST).requests()).isEqualTo(VISITS);
            assertThat(first.of(Phase.FIRST).failures()).isZero();
            assertThat(first.of(Phase.FIRST).by()).containsKeys("memory", Origin.DATABASE);
        }

        try (Played second = new Played(folder)) {
            assertThat(second.scene.cache().warmEntries()).isPositive();
            assertThat(second.scene
                            .cache()
                            .warmer()
                            .warmAtStart(Duration.ofMinutes(1))
                            .counts()
                            .copied())
                    .as("what was hot comes up from disk")
                    .isPositive();
            second.visits(VISITS, SEED);
            assertThat(second.queries()).isLessThan(coldQueries / 2);
            assertThat(second.of(Phase.FIRST).by()).containsKey("memory");
            assertThat(second.of(Phase.FIRST).share(Origin.DATABASE)).isLessThan(0.5);
            assertThat(second.said).isEmpty();
        }
    }

    @Test
    void withTheCacheOffTheDatabaseIsAskedAgain() throws Exception {
        try (Played played = new Played(folder)) {
            played.get("/products/1");
            long cached = played.queries();
            assertThat(by(played.get("/products/1"))).isEqualTo("memory");
            assertThat(played.queries()).isEqualTo(cached);

            assertThat(played.send("POST", "/cache/off").body()).isEqualTo("{\"on\":false}");
            assertThat(played.scene.ledger().phase()).isEqualTo(Phase.WITHOUT);
            assertThat(by(played.get("/products/1"))).isEqualTo(Origin.DATABASE);
            played.visits(20, SEED);
            long without = played.queries();
            assertThat(without).isGreaterThan(cached + 20);
            assertThat(played.of(Phase.WITHOUT).requests()).isEqualTo(20);

            assertThat(played.send("POST", "/cache/on").body()).isEqualTo("{\"on\":true}");
            assertThat(by(played.get("/products/1"))).isEqualTo("memory");
            assertThat(played.queries()).isEqualTo(without);
            assertThat(played.get("/cache").body()).isEqualTo("{\"on\":true}");
            assertThat(played.said)
                    .containsExactly("the cache is off: every page is made by the database", "the cache is on");
        }
    }

    @Test
    void aPriceIsSeenByTheNextReader() throws Exception {
        try (Played played = new Played(folder)) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < 20; i++) {
                played.scene.traffic().reprice(random);
            }
            assertThat(played.scene.ledger().prices()).isEqualTo(20);
            assertThat(played.scene.ledger().oldPrices()).isZero();
        }
    }

    @Test
    void aPriceThatChangesWhileTheCacheIsOffIsKnownWhenItIsOnAgain() throws Exception {
        try (Played played = new Played(folder)) {
            played.get("/products/1");
            played.send("POST", "/cache/off");
            assertThat(played.send("PUT", "/products/1/price?cents=123").statusCode())
                    .isEqualTo(200);
            played.send("POST", "/cache/on");
            assertThat(played.get("/products/1").body()).contains("\"cents\":123");
        }
    }

    @Test
    void aSaleForgetsThePricesOfItsCategoryAndNoOthers() throws Exception {
        try (Played played = new Played(folder)) {
            String before = played.get("/products/1").body();
            played.get("/products/2");
            HttpResponse<String> sale = played.send("POST", "/categories/1/sale?percent=50");

            assertThat(sale.body()).matches("\\{\"forgotten\":[1-9]\\d*}");
            assertThat(by(played.get("/products/1"))).isEqualTo(Origin.DATABASE);
            assertThat(played.get("/products/1").body()).isNotEqualTo(before);
            assertThat(played.scene.cache().caches().explain("product:2:2").tiers())
                    .isNotEmpty();
        }
    }

    @Test
    void theShopSaysWhatItHasAndWhatIsWrong() throws Exception {
        Map<String, Integer> statuses = Map.ofEntries(
                Map.entry("GET /products/1", 200),
                Map.entry("GET /products/2000", 404),
                Map.entry("GET /products/x", 404),
                Map.entry("PUT /products/1/price?cents=0", 400),
                Map.entry("PUT /products/1/price", 400),
                Map.entry("PUT /products/2000/price?cents=5", 404),
                Map.entry("GET /categories/4/top", 200),
                Map.entry("GET /categories/5/top", 404),
                Map.entry("POST /categories/1/sale?percent=1001", 400),
                Map.entry("GET /search?q=oak+lamp", 200),
                Map.entry("GET /search?w=1", 400),
                Map.entry("GET /search", 400),
                Map.entry("GET /users/499/recommendations", 200),
                Map.entry("GET /users/500/recommendations", 404),
                Map.entry("POST /cache/maybe", 404),
                Map.entry("DELETE /products/1", 404));
        try (Played played = new Played(folder)) {
            for (Map.Entry<String, Integer> each : statuses.entrySet()) {
                String[] words = each.getKey().split(" ", -1);
                HttpResponse<String> answer = played.send(words[0], words[1]);
                assertThat(answer.statusCode())
                        .as("%s: %s", each, answer.body())
                        .isEqualTo(each.getValue());
                assertThat(answer.body()).contains(each.getValue() == 200 ? "\"cards\"" : "\"fix\"");
            }
            assertThat(played.get("/").body()).contains("PUT  /products/{id}/price?cents=N");
        }
    }

    @Test
    void aHalfDatabaseIsMadeAnew() throws Exception {
        Path half = Files.createDirectories(folder.resolve("database.new"));
        Files.writeString(half.resolve("shop.mv.db"), "half");

        try (Played played = new Played(folder)) {
            assertThat(played.said).hasSize(1).first().asString().contains("ended before its database was complete");
            assertThat(played.get("/products/1").statusCode()).isEqualTo(200);
            assertThat(half).doesNotExist();
        }
    }

    @Test
    void whatWasCachedOfAnotherDatabaseIsForgotten() throws Exception {
        try (Played first = new Played(folder)) {
            first.visits(50, SEED);
        }
        try (Played other = new Played(folder, new ShopSize(1_000, 1), null)) {
            assertThat(other.said).hasSize(1).first().asString().contains("of another size");
            assertThat(other.scene.cache().warmEntries()).isZero();
        }
    }

    @Test
    void aFolderBelongsToOneDemo() throws Exception {
        try (Played first = new Played(folder)) {
            assertThat(first.scene.tiers()).containsExactly("memory", "disk");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Played(folder))
                    .withMessageContaining("another demo runs in " + folder + "; end it, or choose");
        }
    }

    @Test
    void aRedisIsATierMoreAndIsLeftClean() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            String address = "redis://127.0.0.1:" + redis.port();
            String identity;
            try (Played played = new Played(folder, Played.SMALL, address)) {
                identity = played.scene.database().identity();
                assertThat(played.scene.tiers()).containsExactly("memory", "disk", "redis");
                played.get("/products/1");
                played.scene.cache().caches().clear("memory");
                played.scene.cache().caches().clear("disk");
                assertThat(by(played.get("/products/1"))).isEqualTo("redis");
            }
            assertThat(ShopCache.forget(address, identity)).isPositive();
            assertThat(ShopCache.forget(address, identity)).isZero();
            assertThat(RedisProbe.speaksRedis(redis.port())).isTrue();
            assertThat(RedisProbe.find(address)).isEqualTo(address);
        }
    }

    private static String by(HttpResponse<String> answer) {
        return answer.headers().firstValue("Answered-By").orElse("");
    }
}
