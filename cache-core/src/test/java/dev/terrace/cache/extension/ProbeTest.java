package dev.terrace.cache.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Probe.Made;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.extension.ReadListener.KeyListener;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of calls, loads and new values. */
class ProbeTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier local = FlakyTier.around(new ReferenceTier());
    private final StandInSharedTier shared = new SharedStore(time).attach();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .executor(Runnable::run)
            .tier(local)
            .tier(shared)
            .build();
    private final Cache<String> users = manager.cache("user", String.class);
    private final Host host = Attached.to(manager);
    private final List<String> calls = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();

    private final Probe probe = new Probe() {

        @Override
        public Call begin(String part, Operation operation, String region) {
            String name = part + ' ' + operation.name().toLowerCase(Locale.ROOT) + ' ' + region;
            return failure -> calls.add(failure == null ? name : name + " failed");
        }

        @Override
        public void failed(String tier, Throwable failure) {
            calls.add(tier + " threw");
        }

        @Override
        public void made(Made value) {
            made.add(value);
        }
    };

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void everyCallOfALowerTierAndEveryLoadIsMeasured() {
        host.measure(probe);
        users.get("a");
        assertThat(calls).containsExactly("reference get user", "shared get user");
        calls.clear();
        users.get("a", key -> "loaded");
        assertThat(calls).contains("loader load user", "reference put user");
        calls.clear();
        users.set("b", "value");
        assertThat(calls).contains("reference put user", "shared put user");
        calls.clear();
        users.delete("b");
        assertThat(calls).contains("reference remove user", "shared put user");
        calls.clear();
        users.getAll(List.of("x", "y"), keys -> Map.of());
        assertThat(calls).contains("reference get_all user", "shared get_all user", "loader load_all user");
        calls.clear();
        users.setAll(Map.of("x", "1", "y", "2"));
        assertThat(calls).contains("reference put_all user", "shared put_all user");
    }

    @Test
    void whatThrowsIsToldWithItsCall() {
        host.measure(probe);
        local.faults().throwAlways();
        users.get("a");
        assertThat(calls).containsSubsequence("reference get user failed", "reference threw");
        calls.clear();
        assertThat(catchThrowable(() -> users.get("a", key -> {
                    throw new IllegalStateException("source");
                })))
                .isNotNull();
        assertThat(calls).contains("loader load user failed");
    }

    @Test
    void newValuesAreToldWithTheirLife() {
        host.measure(probe);
        users.set("a", "1", Duration.ofMinutes(1));
        users.get("b", key -> "2");
        assertThat(made)
                .containsExactly(
                        new Made("user", "a", "1", 60_000, false), new Made("user", "b", "2", Long.MAX_VALUE, true));
    }

    @Test
    void aReadThatIsToBeTimedIsIfMemoryAnswers() {
        List<Long> answers = new ArrayList<>();
        host.listen(region -> new KeyListener() {

            @Override
            public void read(String key) {}

            @Override
            public boolean readTimed(String key) {
                return !key.equals("untimed");
            }

            @Override
            public void answered(long nanos) {
                answers.add(nanos);
            }
        });
        users.set("a", "1");
        users.set("untimed", "1");
        users.get("a");
        users.get("untimed");
        users.get("missing");
        assertThat(answers).containsExactly(0L);
    }

    @Test
    void eachExtensionListensForItself() {
        List<String> heard = new ArrayList<>();
        Host other = Attached.to(manager);
        host.listen(region -> key -> heard.add("one " + key));
        other.listen(region -> key -> heard.add("other " + key));
        users.get("a");
        assertThat(heard).containsExactlyInAnyOrder("one a", "other a");
        heard.clear();
        host.listen(null);
        users.get("a");
        assertThat(heard).containsExactly("other a");
    }

    @Test
    void nothingIsToldWithoutAProbe() {
        host.measure(probe);
        host.measure(null);
        users.get("a", key -> "1");
        users.set("a", "1");
        assertThat(calls).isEmpty();
        assertThat(made).isEmpty();
    }
}
