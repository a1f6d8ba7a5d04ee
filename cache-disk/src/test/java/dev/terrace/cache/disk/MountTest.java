package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls while the file comes and goes. */
class MountTest {

    private static final TierKey KEY = new TierKey("user", "1");
    private static final SizingPlan PLAN = SizingPlan.of(1 << 20);

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private final TierContext context = new TierContext(time, Runnable::run);
    private DiskSettings settings;
    private DiskFolder folder;
    private Session session;

    @BeforeEach
    void begin(@TempDir Path directory) {
        folder = new DiskFolder(directory.resolve("made/on/demand"));
        settings = DiskSettings.at(folder.directory()).withMaximumBytes(1 << 20);
        session = Session.begin(settings, context);
    }

    @AfterEach
    void end() {
        session.close();
        assertThat(time.pendingTasks()).isZero();
        assertThat(time.failures()).isEmpty();
    }

    private Entry put() {
        Entry entry = entries.text(KEY, "value");
        assertThat(session.put(KEY, entry, Gate.OPEN)).isEqualTo(PutResult.STORED);
        return entry;
    }

    private Stage.Open open() {
        return (Stage.Open) session.mount().stage();
    }

    @Nested
    class AfterTooManyFaults {

        @Test
        void theFileIsSetAsideAndANewOneServes() {
            put();
            fail(Faults.TOO_MANY);
            assertThat(session.mount().stage()).isInstanceOf(Stage.Away.class);

            assertThat(session.get(KEY)).isNull();
            assertThat(session.put(KEY, entries.text(KEY, "x"), Gate.OPEN)).isEqualTo(PutResult.REFUSED);
            assertThat(session.put(KEY, entries.text(KEY, "x"), tag -> false)).isEqualTo(PutResult.GATE_CLOSED);
            assertThat(session.remove(KEY, Gate.OPEN)).isFalse();
            assertThat(session.size().entries()).isZero();
            assertThat(session.gauges()).containsEntry("available", 0.0);
            try (Scan scan = session.scan(Scope.ALL)) {
                assertThat(scan.step(entry -> Scan.Verdict.KEEP)).isFalse();
            }

            time.advance(Duration.ZERO);

            assertThat(session.get(KEY)).isNull();
            put();
            assertThat(session.get(KEY)).isNotNull();
            assertThat(session.gauges()).containsEntry("rebuilds", 1.0).containsEntry("faults", 5.0);
            assertThat(folder.damagedReason()).content().contains("too much went wrong in it");
        }

        @Test
        void fewFaultsOverALongTimeAreBorne() {
            for (int i = 0; i < 3 * Faults.TOO_MANY; i++) {
                fail(1);
                time.advance(Duration.ofSeconds(20));
            }
            assertThat(session.mount().stage()).isInstanceOf(Stage.Open.class);
        }

        @Test
        void aScanOfTheOldFileEnds() {
            put();
            Scan scan = session.scan(Scope.ALL);
            fail(Faults.TOO_MANY);
            assertThat(scan.step(entry -> Scan.Verdict.KEEP)).isFalse();
        }

        @Test
        void faultsOfTheOldFileDoNotHurtTheNewOne() {
            Stage.Open old = open();
            fail(Faults.TOO_MANY);
            time.advance(Duration.ZERO);
            for (int i = 0; i < Faults.TOO_MANY; i++) {
                session.mount().failed(old, new InternalError("late"));
            }
            assertThat(session.mount().stage()).isInstanceOf(Stage.Open.class);
        }

        @Test
        void itIsTriedAgainUntilThereIsRoom() throws IOException {
            Path inTheWay = folder.map().resolveSibling(folder.map().getFileName() + "-moved");
            fail(Faults.TOO_MANY);
            Files.move(folder.map(), inTheWay);
            Files.createDirectories(folder.map().resolve("not-empty"));

            time.advance(Duration.ofSeconds(10));
            assertThat(session.mount().stage()).isInstanceOf(Stage.Away.class);
            Files.delete(folder.map().resolve("not-empty"));
            Files.delete(folder.map());
            time.advance(Duration.ofMinutes(2));

            assertThat(session.mount().stage()).isInstanceOf(Stage.Open.class);
            Files.delete(inTheWay);
        }

        private void fail(int times) {
            Stage.Open open = open();
            for (int i = 0; i < times; i++) {
                session.mount().failed(open, new InternalError("a fault for a test"));
            }
        }
    }

    @Nested
    class AFileThatFailsUnderneath {

        @Test
        void isAMissForReadsAndThrowsForChanges() throws IOException {
            put();
            open().store().disk().close();

            assertThat(session.get(KEY)).isNull();
            assertThatExceptionOfType(TierUnavailableException.class).isThrownBy(() -> session.remove(KEY, Gate.OPEN));
            assertThatExceptionOfType(TierUnavailableException.class)
                    .isThrownBy(() -> session.put(KEY, entries.text(KEY, "x"), Gate.OPEN));
            try (Scan scan = session.scan(Scope.ALL)) {
                assertThatExceptionOfType(TierUnavailableException.class)
                        .isThrownBy(() -> scan.step(entry -> Scan.Verdict.KEEP));
            }
            assertThat(session.gauges()).containsEntry("faults", 4.0);
            time.advance(Duration.ofSeconds(10)); // the sweeper meets it as well
            assertThat(session.get(KEY)).isNull();
            put();
        }
    }

    @Nested
    class WhileItOpens {

        private final Stage.Opening opening = new Stage.Opening();

        @Test
        void changedKeysAreRemovedWhenItEnds() {
            put();
            assertThat(opening.note(KEY)).isTrue();
            assertThat(opening.end(() -> {})).isFalse();
            opening.take().removeFrom(open().store());
            assertThat(session.get(KEY)).isNull();
            assertThat(opening.end(() -> {})).isTrue();
            assertThat(opening.note(KEY)).isFalse();
        }

        @Test
        void changedKeysAreRemovedWhenTheyAreTooManyToKeepEachOfThem() {
            put();
            TierKey other = new TierKey("user", "other");
            session.put(other, entries.text(other, "stays"), Gate.OPEN);
            opening.note(KEY);
            for (int i = 0; i < 3 * ChangedKeys.MOST_EXACT; i++) {
                assertThat(opening.note(new TierKey("r", "k" + i))).isTrue();
            }
            ChangedKeys changed = opening.take();
            assertThat(opening.end(() -> {})).isTrue();
            changed.removeFrom(open().store());
            assertThat(session.get(KEY)).isNull();
            assertThat(session.get(other)).isNotNull();
        }

        @Test
        void nothingIsNotedAfterItWasGivenUp() {
            opening.giveUp(() -> {});
            assertThat(opening.note(KEY)).isFalse();
        }
    }

    @Test
    void aFolderInUseIsRefusedAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Session.begin(settings, context))
                .withMessageContaining("is in use by this process");
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.createFile(folder.directory().resolve("file"));
        DiskSettings below = DiskSettings.at(file.resolve("cache")).withMaximumBytes(1 << 20);
        assertThatIllegalStateException()
                .isThrownBy(() -> Session.begin(below, context))
                .withMessageContaining("pass a folder that can be written to");
    }

    @Test
    void everythingStaysInsideTheBudget() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            TierKey key = new TierKey("user", "k" + i);
            session.put(key, entries.of(key).payload(2_000 + i).build(), Gate.OPEN);
        }
        session.state().save("some", new byte[3_000]);
        time.advance(Duration.ofMinutes(20));
        try (var files = Files.walk(folder.directory())) {
            long taken = files.filter(Files::isRegularFile)
                    .mapToLong(file -> (file.toFile().length() + 4095) / 4096 * 4096)
                    .sum();
            assertThat(taken).isLessThanOrEqualTo(PLAN.budgetBytes());
        }
    }

    @Test
    void theGaugesCountWithoutAWalk() {
        put();
        session.get(KEY);
        time.advance(Duration.ofDays(1));
        Map<String, Double> gauges = session.gauges();
        assertThat(gauges)
                .containsEntry("available", 1.0)
                .containsEntry("expired.removed", 1.0)
                .containsEntry("entries.live", 0.0)
                .containsKeys("written.bytes", "used.ratio", "evictions", "corrupt", "large.files");
        assertThat(gauges.get("written.bytes.per.day")).isEqualTo(gauges.get("written.bytes"));
    }
}
