package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.server.Running.Answer;
import dev.terrace.cache.testkit.HeapTier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that people know from elsewhere, and tiers by their position. */
class OlderNamesTest {

    private final Running running =
            Running.over(CacheManager.builder().tier(new HeapTier("redis", Long.MAX_VALUE)), same -> same);

    @AfterEach
    void end() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({"/api/cache/keys, /cache/keys", "/api/cache/ttl, /cache/ttl", "/api/cache/health, /health"})
    void answerAsTheirSuccessors(String older, String path) {
        running.words.set("a", "v");
        assertThat(running.get(older).json()).isEqualTo(running.get(path).json());
    }

    @Test
    void statisticsHaveTheirOlderNamesToo() {
        assertThat(running.get("/api/cache/stats").json().has("manager")).isTrue();
        running.words.set("a", "v");
        var sums = running.get("/metrics/solid-cache").json();
        assertThat(sums.propertyNames())
                .containsExactlyInAnyOrder("total_entries", "expired_entries", "total_size_bytes", "total_size_kb");
        assertThat(sums.get("total_entries").asLong()).isEqualTo(1);
    }

    @Test
    void clearingTakesAPatternOrAll() {
        running.words.set("a1", "v");
        running.words.set("b1", "v");
        running.words.set("b2", "v");
        running.words.set("c1", "v");
        assertThat(removed(running.admin("POST", "/api/cache/clear?pattern=word:a*")))
                .isEqualTo(1);
        assertThat(removed(running.admin("POST", "/api/cache/clear", "{\"pattern\":\"word:b1\"}")))
                .isEqualTo(1);
        assertThat(removed(running.admin("DELETE", "/api/cache/word:b*"))).isEqualTo(1);
        assertThat(removed(running.admin("POST", "/api/cache/clear"))).isEqualTo(1);
        assertThat(running.admin("POST", "/admin/cache/cleanup")
                        .json()
                        .get("expired")
                        .asLong())
                .isZero();
    }

    private static long removed(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("removed").asLong();
    }

    @Test
    void positionsCountTheConfiguredChain() {
        running.words.set("a", "v");
        Answer second = running.admin("DELETE", "/cache/l2");
        assertThat(second.body()).contains("tier redis");
        assertThat(running.words.get("a")).as("memory still has it").isEqualTo("v");
        assertThat(running.admin("DELETE", "/cache/l3").status()).isEqualTo(404);
        assertThat(running.get("/health")
                        .json()
                        .get("tiers")
                        .get(1)
                        .get("position")
                        .asString())
                .isEqualTo("l2");
    }
}
