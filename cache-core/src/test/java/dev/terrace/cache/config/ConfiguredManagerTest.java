package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a manager does with its configuration. */
class ConfiguredManagerTest {

    private static final String YAML = """
            backend: memory
            memory: {max-entries: 100}
            ttl-table: {'*:pinned': 10d}
            defaults: {ttl: 1h}
            regions:
              user: {ttl: 2d}
            """;

    @Test
    void startsWithoutAnySetting() {
        try (CacheManager caches = Configuration.fromEnvironment(Map.of()).start()) {
            assertThat(caches.tiers()).containsExactly("memory");
        }
    }

    @Test
    void givesEntriesTheNearestTimeToLive() {
        try (CacheManager caches = Configuration.fromYaml(YAML).start()) {
            Cache<String> user = caches.cache("user", String.class);
            user.set("1", "John");
            user.set("pinned", "Jane");
            Cache<String> other = caches.cache("other", String.class);
            other.set("1", "x");
            Cache<String> inCode = caches.cache("in-code", String.class, settings -> settings.ttl(Duration.ofDays(3)));
            inCode.set("1", "x");
            assertThat(user.ttl("1")).isBetween(Duration.ofDays(1), Duration.ofDays(2));
            assertThat(user.ttl("pinned")).isBetween(Duration.ofDays(9), Duration.ofDays(10));
            assertThat(other.ttl("1")).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
            assertThat(inCode.ttl("1")).isBetween(Duration.ofDays(2), Duration.ofDays(3));
        }
    }

    @Test
    void keepsTheSettingsOfARegionWhenItIsAskedForAgain() {
        try (CacheManager caches = Configuration.fromYaml(YAML).start()) {
            Cache<String> user = caches.cache("user", String.class);
            assertThat(caches.cache("user", String.class)).isSameAs(user);
        }
    }
}
