package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening, closing and interrupts around traffic, in one JVM. */
class DiskLifeTest {

    private static final int KEYS = 200;
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    private final SystemTime time = new SystemTime();
    private final Entries entries = new Entries(time);

    @AfterEach
    void end() {
        assertThat(Thread.interrupted()).isFalse();
        time.close();
    }

    private DiskTier open() {
        DiskTier tier = DiskTier.at(folder).maximumBytes(4 << 20);
        tier.start(new TierContext(time, Runnable::run));
        return tier;
    }

    private static TierKey key(int number) {
        return new TierKey("r", "k" + number % KEYS);
    }

    private PutResult put(DiskTier tier, int number) {
        TierKey key = key(number);
        return tier.put(key, entries.of(key).payload(number % 3_000).build(), Gate.OPEN);
    }

    @Test
    void closingDuringTrafficEndsEveryCallAndTheNextStartIsWarm() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 10; round++) {
                DiskTier tier = open();
                CountDownLatch busy = new CountDownLatch(THREADS);
                List<Future<?>> calls = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    int first = thread;
                    calls.add(threads.submit(() -> callUntilClosed(tier, first, busy)));
                }
                busy.await();
                tier.close();
                for (Future<?> call : calls) {
                    call.get();
                }
                assertThatIllegalStateException()
                        .isThrownBy(() -> tier.get(key(0)))
                        .withMessageContaining("is closed");
            }
        } finally {
            threads.shutdownNow();
        }
        try (DiskTier tier = open()) {
            assertThat(tier.size().entries()).isPositive();
            assertThat(new DiskFolder(folder).damaged()).doesNotExist();
        }
    }

    private void callUntilClosed(DiskTier tier, int first, CountDownLatch busy) {
        for (int i = first; ; i++) {
            try {
                put(tier, i);
                Entry read = tier.get(key(i + 1));
                assertThat(read == null || read.verify(key(i + 1).utf8())).isTrue();
                if (i % 50 == 0) {
                    try (Scan scan = tier.scan(Scope.ALL)) {
                        scan.step(entry -> Scan.Verdict.KEEP);
                    }
                }
            } catch (IllegalStateException closed) {
                assertThat(closed).hasMessageContaining("is closed");
                return;
            }
            if (i == first + 500) {
                busy.countDown();
            }
        }
    }

    @Test
    void anInterruptedThreadOpensReadsWritesAndClosesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        DiskTier tier = open();
        assertThat(put(tier, 1)).isEqualTo(PutResult.STORED);
        TierKey large = new TierKey("r", "large");
        assertThat(tier.put(large, entries.of(large).payload(100_000).build(), Gate.OPEN))
                .isEqualTo(PutResult.STORED);
        tier.save("some", new byte[3]);
        assertThat(tier.get(key(1))).isNotNull();
        assertThat(tier.get(large)).isNotNull();
        assertThat(tier.load("some")).hasSize(3);
        assertThat(tier.gauges()).containsEntry("available", 1.0).containsEntry("faults", 0.0);
        tier.close();
        assertThat(Thread.interrupted()).isTrue();

        try (DiskTier again = open()) {
            assertThat(again.get(key(1))).isNotNull();
            assertThat(again.get(large)).isNotNull();
        }
    }

    @Test
    void itIsOpenedAgainAndAgainInOneJvm() {
        for (int round = 0; round < 20; round++) {
            try (DiskTier tier = open()) {
                assertThat(tier.size().entries()).isEqualTo(round);
                put(tier, round);
            }
        }
    }
}
