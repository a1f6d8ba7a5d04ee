package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start while another tier has the folder, as in a rolling deploy. */
class WaitForDirectoryTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Deque<CacheManager> open = new ArrayDeque<>();

    @AfterEach
    void end() {
        open.forEach(CacheManager::close);
        assertThat(time.failures()).isEmpty();
    }

    private DiskTier tier() {
        return DiskTier.at(folder).maximumBytes(1 << 20);
    }

    private CacheManager start(Tier... tiers) {
        ManagerBuilder builder = CacheManager.builder()
                .memory(MemorySettings::disabled)
                .time(time)
                .executor(Runnable::run);
        for (Tier tier : tiers) {
            builder.tier(tier);
        }
        CacheManager manager = builder.build();
        open.push(manager);
        return manager;
    }

    private static Cache<String> texts(CacheManager manager) {
        return manager.cache("texts", String.class);
    }

    private void aMoment() {
        time.advance(Duration.ofSeconds(1));
    }

    @Nested
    class WithoutASharedTier {

        private CacheManager old;
        private CacheManager young;

        @BeforeEach
        void begin() {
            old = start(tier());
            young = start(tier().waitForDirectory(LIMIT));
        }

        @Test
        void itStartsWithoutEntriesAndIsWarmAsSoonAsTheFolderIsFree() {
            texts(old).set("1", "John");
            assertThat(texts(young).get("1")).isNull();
            texts(young).set("2", "Jane");
            assertThat(texts(young).get("2")).isNull();
            aMoment();
            assertThat(texts(young).get("1")).isNull();

            old.close();
            aMoment();

            assertThat(texts(young).get("1")).isEqualTo("John");
            texts(young).set("2", "Jane");
            young.close();
            CacheManager next = start(tier());
            assertThat(texts(next).get("1")).isEqualTo("John");
            assertThat(texts(next).get("2")).isEqualTo("Jane");
        }

        @Test
        void keysThatChangedMeanwhileAreNotTakenOver() {
            texts(old).set("written", "old");
            texts(old).set("deleted", "old");
            texts(young).set("written", "new");
            texts(young).delete("deleted");
            texts(old).set("written", "older");

            old.close();
            aMoment();

            assertThat(texts(young).get("written")).isNull();
            assertThat(texts(young).get("deleted")).isNull();
        }

        @Test
        void whatABarrierHidIsNotTakenOver() {
            texts(old).set("a1", "old");
            assertThat(texts(young).invalidate("a*")).isZero();
            for (int i = 0; i < 100; i++) {
                texts(old).set("a" + i, "written later, by a process that has not heard of it");
            }
            texts(old).set("b1", "old");

            old.close();
            aMoment();

            assertThat(texts(young).get("a1")).isNull();
            assertThat(texts(young).get("a99")).isNull();
            assertThat(texts(young).get("b1")).isEqualTo("old");
        }

        @Test
        void afterTheTakeoverABarrierHidesWhatTheOtherProcessWrote() {
            for (int i = 0; i < 100; i++) {
                texts(old).set("a" + i, "old");
            }
            old.close();
            aMoment();
            assertThat(texts(young).get("a50")).isEqualTo("old");
            texts(young).set("a1", "new");
            assertThat(texts(young).invalidate("a*")).isEqualTo(100);
            assertThat(texts(young).get("a50")).isNull();
        }

        @Test
        void tooManyBarriersBeginAnew() {
            texts(old).set("b", "old");
            for (int i = 0; i <= BorrowedJournal.MOST_BARRIERS; i++) {
                texts(young).invalidate("a*");
            }
            old.close();
            aMoment();
            assertThat(texts(young).get("b")).isNull();
            texts(young).set("b", "new");
            assertThat(texts(young).get("b")).isEqualTo("new");
        }

        @Test
        void whoComesThirdBeginsAnew() {
            CacheManager third = start(tier().waitForDirectory(LIMIT));
            texts(old).set("1", "old");
            old.close();
            aMoment();
            assertThat(texts(young).get("1")).isEqualTo("old");
            young.close();
            aMoment();
            assertThat(texts(third).get("1")).isNull();
            texts(third).set("1", "new");
            assertThat(texts(third).get("1")).isEqualTo("new");
        }

        @Test
        void whenTheTimeIsOverItStaysEmpty() {
            time.advance(LIMIT.plusSeconds(1));
            texts(old).set("1", "old");
            old.close();
            time.advance(LIMIT);
            texts(young).set("1", "new");
            assertThat(texts(young).get("1")).isNull();
            young.close();
            assertThat(texts(start(tier())).get("1")).isEqualTo("old");
        }

        @Test
        void closingEndsTheWait() {
            young.close();
            texts(old).set("1", "old");
            old.close();
            aMoment();
            assertThat(texts(start(tier())).get("1")).isEqualTo("old");
        }

        @Test
        void aFolderWhoseStateCannotBeSavedIsTriedAgain() throws Exception {
            texts(old).set("1", "old");
            texts(young).set("2", "new"); // takes a position, which is saved at the takeover
            old.close();
            Path blobs = new DiskFolder(folder).blobs();
            Path moved = Files.move(blobs, folder.resolve("moved"));
            Files.createFile(blobs);

            aMoment();
            assertThat(texts(young).get("1")).isNull();
            Files.delete(blobs);
            Files.move(moved, blobs);
            aMoment();
            assertThat(texts(young).get("1")).isEqualTo("old");
        }
    }

    @Nested
    class WithASharedTier {

        private CacheManager old;
        private CacheManager young;

        @BeforeEach
        void begin() {
            old = start(tier(), store.attach());
            texts(old).set("1", "John");
            young = start(tier().waitForDirectory(LIMIT), store.attach());
        }

        @Test
        void everythingTakenOverIsSuspect() {
            store.down(); // else all of it is verified at once in the background
            old.close();
            aMoment();
            Explanation explained = texts(young).explain("1");
            assertThat(explained.tiers().get(0).state()).isEqualTo(Explanation.State.SUSPECT);
            store.up();
            time.advance(Duration.ofMinutes(1));
            assertThat(texts(young).get("1")).isEqualTo("John");
            assertThat(texts(young).explain("1").tiers().get(0).state()).isEqualTo(Explanation.State.FRESH);
        }

        @Test
        void whatAnotherNodeReplacedMeanwhileIsNotServed() {
            texts(start(store.attach())).set("1", "Jane");
            old.close();
            aMoment();
            assertThat(texts(young).get("1")).isEqualTo("Jane");
        }

        @Test
        void whatTheSharedTierLostIsNotServed() {
            old.close();
            store.wipe();
            aMoment();
            assertThat(texts(young).get("1")).isNull();
        }
    }

    @Test
    void writesThatTheOldProcessCouldNotSendAreSentByTheNewOne() {
        CacheManager old = writeBehind(tier());
        CacheManager young = writeBehind(tier().waitForDirectory(LIMIT));
        texts(old).set("1", "base");
        aMoment();
        texts(young).set("0", "sent at once, because it cannot be recorded");
        assertThat(store.peek(new TierKey("texts", "0"))).isNotNull();

        store.down();
        texts(old).set("2", "pending");
        old.close();
        store.up();
        assertThat(store.peek(new TierKey("texts", "2"))).isNull();
        aMoment();
        time.advance(Duration.ofMinutes(1));

        assertThat(texts(young).get("2")).isEqualTo("pending");
        assertThat(store.peek(new TierKey("texts", "2"))).isNotNull();
    }

    private CacheManager writeBehind(DiskTier disk) {
        CacheManager manager = CacheManager.builder()
                .memory(MemorySettings::disabled)
                .time(time)
                .executor(Runnable::run)
                .regionDefaults(region -> region.writes(WriteStrategy.WRITE_BEHIND))
                .tier(disk)
                .tier(store.attach())
                .build();
        open.push(manager);
        return manager;
    }

    @Test
    void aGaugeSaysWhetherTheFolderIsWaitedFor() {
        CacheManager old = start(tier());
        DiskTier waiting = tier().waitForDirectory(LIMIT);
        start(waiting);
        assertThat(waiting.gauges()).containsEntry("waiting.for.directory", 1.0).containsEntry("available", 0.0);
        old.close();
        aMoment();
        assertThat(waiting.gauges()).containsEntry("waiting.for.directory", 0.0).containsEntry("available", 1.0);
    }

    @Test
    void withoutAWaitTheStartFails() {
        start(tier());
        assertThatIllegalStateException().isThrownBy(() -> start(tier())).withMessageContaining("waitForDirectory");
    }

    @Test
    void aFreeFolderIsOpenedAtOnce() {
        CacheManager only = start(tier().waitForDirectory(LIMIT));
        texts(only).set("1", "John");
        assertThat(texts(only).get("1")).isEqualTo("John");
    }

    @Test
    void aWaitOutOfRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tier().waitForDirectory(Duration.ofSeconds(-1)))
                .withMessageContaining("waitForDirectory must be from zero");
        assertThatIllegalArgumentException().isThrownBy(() -> tier().waitForDirectory(Duration.ofDays(2)));
    }
}
