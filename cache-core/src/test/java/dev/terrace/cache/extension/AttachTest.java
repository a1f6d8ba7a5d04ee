package dev.terrace.cache.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ReadOption;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.ReferenceTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachTest {

    private final CacheManager manager = CacheManager.builder()
            .memory(memory -> memory.maximumEntries(10))
            .tier(new ReferenceTier())
            .build();
    private final Cache<String> users = manager.cache("user", String.class);
    private final Attached extension = new Attached("mine");
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        manager.close();
    }

    private void listen() {
        manager.attach(extension);
        extension.host().listen(region -> key -> heard.add(region + ":" + key));
    }

    @Test
    void everyKindOfReadIsHeardOnceHitOrMiss() {
        users.set("hit", "value");
        listen();

        users.get("hit");
        users.get("miss");
        users.get("hit", key -> "loaded");
        users.get("loaded", key -> "loaded");
        users.get("loaded", key -> "loaded", ReadOption.REFRESH);
        users.get("loaded", key -> "loaded", ReadOption.BYPASS);
        users.getAll(List.of("hit", "other"));
        users.getAll(List.of("hit", "batch"), keys -> Map.of("batch", "value"));
        users.async().get("hit").join();
        users.async().get("missed").join();
        users.async().get("hit", key -> "loaded").join();
        users.async().get("later", key -> "loaded").join();
        users.async().getAll(List.of("hit")).join();

        assertThat(heard)
                .containsExactly(
                        "user:hit",
                        "user:miss",
                        "user:hit",
                        "user:loaded",
                        "user:loaded",
                        "user:loaded",
                        "user:hit",
                        "user:other",
                        "user:hit",
                        "user:batch",
                        "user:hit",
                        "user:missed",
                        "user:hit",
                        "user:later",
                        "user:hit");
    }

    @Test
    void whatOnlyLooksIsNotARead() {
        users.set("a", "value");
        listen();

        users.contains("a");
        users.ttl("a");
        users.explain("a");
        users.delete("a");

        assertThat(heard).isEmpty();
    }

    @Test
    void regionsThatAreMadeLaterAreHeardToo() {
        listen();

        manager.cache("late", String.class).get("a");

        assertThat(heard).containsExactly("late:a");
    }

    @Test
    void nobodyHearsAfterListeningEnds() {
        listen();
        extension.host().listen(null);

        users.get("a");
        manager.cache("late", String.class).get("a");

        assertThat(heard).isEmpty();
    }

    @Test
    void readsWhileABarrierIsActiveAreHeardOnce() {
        CacheManager without = CacheManager.builder()
                .memory(dev.terrace.cache.policy.MemorySettings::disabled)
                .tier(new ReferenceTier())
                .build();
        try (without) {
            without.attach(extension);
            extension.host().listen(region -> key -> heard.add(region + ":" + key));
            without.cache("user", String.class).get("a");
        }

        assertThat(heard).containsExactly("user:a");
    }

    @Test
    void anExtensionIsAttachedOnce() {
        manager.attach(extension);

        assertThatThrownBy(() -> manager.attach(new Attached("mine")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine is attached already");
        assertThatThrownBy(() -> manager.attach(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extension must not be null");
    }

    @Test
    void oneThatDoesNotStartIsForgotten() {
        Extension broken = new Extension() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public void start(Host host) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> manager.attach(broken)).hasMessage("broken");

        manager.attach(extension);

        assertThat(extension.host().time()).isNotNull();
    }

    @Test
    void itsNumbersAreSeen() {
        manager.attach(extension);

        assertThat(manager.stats().gauges()).containsEntry("mine.answer", 42.0);
    }

    @Test
    void itEndsOnceBeforeTheTiersDo() {
        ReferenceTier disk = new ReferenceTier();
        List<String> ends = new ArrayList<>();
        CacheManager other = CacheManager.builder().tier(disk).build();
        other.attach(new Extension() {
            @Override
            public String name() {
                return "last";
            }

            @Override
            public void start(Host host) {
                host.state();
            }

            @Override
            public void close() {
                disk.save("saved-at-the-end", new byte[1]);
                disk.size();
                ends.add("extension");
                throw new IllegalStateException("logged, no more");
            }
        });

        other.close();
        other.close();

        assertThat(ends).containsExactly("extension");
        assertThatThrownBy(disk::size).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedManagerTakesNone() {
        manager.close();

        assertThatThrownBy(() -> manager.attach(extension)).hasMessageContaining("the cache manager is closed");
    }

    @Test
    void theHostKnowsStateThreadsAndTime() {
        Host host = Attached.to(manager);

        assertThat(host.state()).isNotNull();
        assertThat(host.executor()).isNotNull();
        assertThat(host.time().millis()).isPositive();
    }
}
