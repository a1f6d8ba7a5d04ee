package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a loss made suspect is compared in the background, before anybody asks for it. */
class VerifierTest {

    private static final int ENTRIES = 250;
    private static final TierKey FIRST = new TierKey("r", "k0");

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final QueuedWorkers workers = new QueuedWorkers();
    private final ReferenceTier disk = new ReferenceTier();
    private final StandInSharedTier shared = store.attach();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .executor(workers)
            .tier(disk)
            .tier(shared)
            .build();
    private final Cache<String> cache = manager.cache("r", String.class, region -> region.codec(Codecs.string()));
    private final CacheManager others =
            CacheManager.builder().time(time).tier(store.attach()).build();
    private final Cache<String> theirs = others.cache("r", String.class, region -> region.codec(Codecs.string()));

    @BeforeEach
    void fill() {
        verifyAll();
        for (int i = 0; i < ENTRIES; i++) {
            cache.set("k" + i, "old" + i, Duration.ofHours(1));
        }
        workers.runAll();
    }

    @AfterEach
    void close() {
        manager.close();
        others.close();
    }

    private void verifyAll() {
        for (int i = 0; i < 40; i++) {
            time.advance(Duration.ofSeconds(1));
            workers.runAll();
        }
    }

    private void lose(Runnable missed) {
        store.dropMessages(shared);
        missed.run();
        store.lost(shared, "test");
    }

    private double gauge(String name) {
        return Objects.requireNonNull(manager.stats().gauges().get(name));
    }

    @Test
    void whatIsRightIsConfirmedAndCostsItsNextReaderNoQuestion() {
        lose(() -> {});
        verifyAll();
        assertThat(gauge("suspects.confirmed")).isEqualTo(2 * ENTRIES);
        int asked = shared.faults().calls(Operation.GET);
        assertThat(cache.get("k7")).isEqualTo("old7");
        assertThat(shared.faults().calls(Operation.GET)).isEqualTo(asked);
        Entry onDisk = Objects.requireNonNull(disk.get(FIRST));
        assertThat(onDisk.epoch()).isEqualTo((long) gauge("epoch"));
    }

    @Test
    void whatWasReplacedOrRemovedIsDroppedFromMemoryAndDisk() {
        lose(() -> {
            theirs.set("k0", "new");
            theirs.delete("k1");
        });
        verifyAll();
        assertThat(gauge("suspects.dropped")).isBetween(2.0, 4.0);
        assertThat(disk.get(FIRST)).isNull();
        assertThat(disk.get(new TierKey("r", "k1"))).isNull();
        assertThat(cache.get("k0")).isEqualTo("new");
        assertThat(cache.get("k1")).isNull();
    }

    @Test
    void aSharedTierThatDoesNotAnswerIsAskedAgain() {
        lose(() -> {});
        store.down();
        verifyAll();
        assertThat(gauge("suspects.confirmed")).isZero();
        assertThat(gauge("suspects.dropped")).isZero();
        store.up();
        verifyAll();
        assertThat(gauge("suspects.confirmed")).isEqualTo(2 * ENTRIES);
    }

    @Test
    void aLossMeanwhileBeginsItAnew() {
        lose(() -> {});
        time.advance(Duration.ofSeconds(1));
        workers.runAll();
        lose(() -> theirs.set("k0", "new"));
        verifyAll();
        assertThat(cache.get("k0")).isEqualTo("new");
        assertThat(Objects.requireNonNull(disk.get(new TierKey("r", "k9"))).epoch())
                .isEqualTo((long) gauge("epoch"));
    }

    @Test
    void aWriteUnderWayIsLeftAlone() {
        Pause writing = shared.faults().pauseBefore(Operation.WRITE, FIRST);
        Running<?> setting = ConcurrentRun.start(() -> {
            cache.set("k0", "mine");
            return "set";
        });
        writing.awaitReached();
        lose(() -> {});
        verifyAll();
        assertThat(gauge("suspects.dropped")).isZero();
        writing.release();
        setting.result();
        assertThat(cache.get("k0")).isEqualTo("mine");
    }

    @Test
    void nothingIsComparedAfterTheEnd() {
        lose(() -> {});
        manager.close();
        verifyAll();
        assertThat(shared.faults().calls(Operation.GET_ALL)).isZero();
    }
}
