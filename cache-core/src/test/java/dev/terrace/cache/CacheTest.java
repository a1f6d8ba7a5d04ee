package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of a cache, with memory alone and with a tier below it. */
class CacheTest {

    record User(String name, int age) {}

    private final FakeTime time = new FakeTime();
    private CacheManager manager = CacheManager.builder().time(time).build();

    private Cache<User> users(boolean layered) {
        manager.close();
        ManagerBuilder builder = CacheManager.builder().time(time);
        if (layered) {
            builder.tier(new ReferenceTier());
        }
        manager = builder.build();
        return manager.cache("user", User.class);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStoredValueIsFoundUntilItIsDeleted(boolean layered) {
        Cache<User> users = users(layered);
        users.set("1", new User("John", 30), Duration.ofHours(1));
        assertThat(users.get("1")).isEqualTo(new User("John", 30));
        assertThat(users.ttl("1")).isEqualTo(Duration.ofHours(1));
        assertThat(users.delete("1")).isTrue();
        assertThat(users.get("1")).isNull();
        assertThat(users.delete("1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aValueIsGoneWhenItsTimeIsOver(boolean layered) {
        Cache<User> users = users(layered);
        users.set("1", new User("John", 30), Duration.ofHours(1));
        time.advance(Duration.ofMinutes(60));
        assertThat(users.get("1")).isNull();
        assertThat(users.contains("1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRegionsTimeToLiveCounts(boolean layered) {
        users(layered);
        Cache<String> region =
                manager.cache("ttl", String.class, settings -> settings.expiry(Expiry.after(Duration.ofDays(2))));
        region.set("a", "b");
        assertThat(region.get("a")).isEqualTo("b");
        assertThat(region.ttl("a")).isEqualTo(Duration.ofDays(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLoaderIsAskedOnce(boolean layered) {
        Cache<User> users = users(layered);
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            User user = users.get("7", key -> new User(key, loads.incrementAndGet()));
            assertThat(user).isEqualTo(new User("7", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBatchLoadsWhatIsMissing(boolean layered) {
        Cache<User> users = users(layered);
        users.set("1", new User("one", 1));
        Map<String, User> some =
                users.getAll(List.of("1", "2", "3"), keys -> Map.of("2", new User("two", keys.size())));
        assertThat(some).containsOnlyKeys("1", "2");
        assertThat(users.get("2")).isEqualTo(new User("two", 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPatternRemovesWhatMatches(boolean layered) {
        Cache<User> users = users(layered);
        for (int i = 0; i < 30; i++) {
            users.set("k" + i, new User("u", i));
        }
        assertThat(users.invalidate("k1*")).isEqualTo(11);
        assertThat(users.get("k12")).isNull();
        assertThat(users.get("k2")).isNotNull();
        assertThat(manager.invalidate("user:k2*")).isEqualTo(11);
        assertThat(users.clear()).isEqualTo(8);
        assertThat(users.keys("*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conditionalWritesDecideByWhatIsThere(boolean layered) {
        Cache<User> users = users(layered);
        User john = new User("John", 30);
        User jane = new User("Jane", 31);
        assertThat(users.replace("1", john)).isFalse();
        assertThat(users.setIfAbsent("1", john)).isTrue();
        assertThat(users.setIfAbsent("1", jane)).isFalse();
        assertThat(users.replace("1", jane, john)).isFalse();
        assertThat(users.replace("1", john, jane)).isTrue();
        assertThat(users.get("1")).isEqualTo(jane);
        assertThat(users.touch("1", Duration.ofMinutes(1))).isTrue();
        assertThat(users.ttl("1")).isEqualTo(Duration.ofMinutes(1));
        assertThat(users.touch("2", Duration.ofMinutes(1))).isFalse();
    }
}
