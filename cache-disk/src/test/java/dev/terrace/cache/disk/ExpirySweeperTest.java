package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpirySweeperTest {

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private final AtomicBoolean full = new AtomicBoolean();
    private Path folder;

    @BeforeEach
    void folder(@TempDir Path directory) {
        folder = directory;
    }

    private DiskTier open() {
        DiskTier tier = DiskTier.at(folder).maximumBytes(32 << 20);
        tier.start(new TierContext(time, task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        }));
        return tier;
    }

    private void put(DiskTier tier, int from, int to, Duration ttl) {
        for (int i = from; i < to; i++) {
            TierKey key = new TierKey("r", "k" + i);
            Entry entry = entries.of(key).lives(ttl).payload(500).build();
            assertThat(tier.put(key, entry, Gate.OPEN)).isEqualTo(PutResult.STORED);
        }
    }

    @Test
    void deadEntriesAreCountedAtOnceAndRemovedWithinTheRound() {
        try (DiskTier tier = open()) {
            put(tier, 0, 1_000, Duration.ofMinutes(1));
            put(tier, 1_000, 1_500, Duration.ofHours(1));
            full.set(true);
            time.advance(Duration.ofMinutes(2));
            assertThat(tier.size())
                    .extracting(TierSize::entries, TierSize::expired)
                    .containsExactly(1_500L, 1_000L);

            full.set(false);
            time.advance(Duration.ofMinutes(11));
            assertThat(tier.size())
                    .extracting(TierSize::entries, TierSize::expired)
                    .containsExactly(500L, 0L);
            assertThat(tier.gauges()).containsEntry("expired.removed", 1_000.0);
        }
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void oneRunLooksAtFewSegmentsOnly() {
        try (DiskTier tier = open()) {
            put(tier, 0, 5_000, Duration.ofMillis(1));
            time.advance(Duration.ofSeconds(31));
            assertThat(tier.size().entries()).isBetween(4_000L, 4_900L);
        }
    }

    @Test
    void whatWasThereBeforeIsCountedAfterARound() {
        long bytes;
        try (DiskTier tier = open()) {
            put(tier, 0, 1_000, Duration.ofMinutes(30));
            put(tier, 1_000, 1_200, Duration.ofHours(2));
            bytes = tier.size().bytes();
            assertThat(tier.size().estimate()).isFalse();
        }
        try (DiskTier tier = open()) {
            assertThat(tier.size().estimate()).isTrue();
            assertThat(tier.size().entries()).isEqualTo(1_200);
            time.advance(Duration.ofMinutes(11));
            assertThat(tier.size().estimate()).isFalse();
            assertThat(tier.size().bytes()).isEqualTo(bytes);
            full.set(true);
            time.advance(Duration.ofHours(1));
            assertThat(tier.size().expired()).isEqualTo(1_000);
        }
    }

    @Test
    void largeFilesThatNothingPointsAtAreCollected() throws IOException {
        TierKey kept = new TierKey("r", "kept");
        try (DiskTier tier = open()) {
            tier.put(kept, entries.of(kept).payload(600_000).build(), Gate.OPEN);
            assertThat(tier.gauges()).containsEntry("large.files", 1.0);
        }
        Path large = new DiskFolder(folder).side();
        Path orphan = large.resolve(String.format("%016x", 77));
        Files.write(orphan, new byte[10]);
        try (DiskTier tier = open()) {
            assertThat(tier.gauges()).containsEntry("large.files", 2.0);
            time.advance(Duration.ofMinutes(11));
            assertThat(tier.gauges()).containsEntry("large.files", 1.0);
            assertThat(orphan).doesNotExist();
            assertThat(tier.get(kept)).isNotNull();
        }
    }
}
