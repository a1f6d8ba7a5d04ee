package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.warming.PatternCodec.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternStoreTest {

    private final FakeTime time = new FakeTime();
    private final ReferenceTier disk = new ReferenceTier();
    private final AccessPatterns before = patterns();

    private AccessPatterns patterns() {
        return new AccessPatterns(WarmingSettings.DEFAULT.zone(ZoneOffset.UTC), time);
    }

    private static void read(AccessPatterns patterns, String region, String key, int times) {
        patterns.record(region, (known, writer) -> {
            for (int i = 0; i < times; i++) {
                writer.read(key);
            }
        });
    }

    private AccessPatterns reloaded(StateStore store) {
        AccessPatterns after = patterns();
        new PatternStore(store, time).load(after);
        return after;
    }

    private static List<String> names(List<HotKey> keys) {
        return keys.stream().map(HotKey::key).toList();
    }

    @Test
    void whatWasSavedIsKnownAgainAndHasAged() {
        read(before, "user", "a", 40);
        read(before, "user", "b", 20);
        read(before, "page", "ü€😀 :x", 5);
        time.advance(Duration.ofHours(2));
        double rate = before.rate("user", "a");
        assertThat(new PatternStore(disk, time).save(before)).isTrue();
        time.advance(Duration.ofHours(2));

        AccessPatterns after = reloaded(disk);

        assertThat(names(after.hottest("user", 5))).containsExactly("a", "b");
        assertThat(names(after.hottest("page", 5))).containsExactly("ü€😀 :x");
        assertThat(after.rate("user", "a")).isEqualTo(before.rate("user", "a"), within(1e-4));
        assertThat(after.rate("user", "a")).isLessThan(rate);
    }

    @Test
    void hoursDaysAndSuccessorsAreKnownAgain() {
        for (int day = 0; day < 2; day++) {
            for (int hour = 0; hour < 24; hour++) {
                read(before, "user", "hour " + hour, 60);
                time.advance(Duration.ofHours(1));
            }
        }
        for (int i = 0; i < 20; i++) {
            before.record("user", (known, writer) -> {
                writer.read("first one");
                writer.read("second one");
                writer.read(null);
            });
        }
        new PatternStore(disk, time).save(before);

        AccessPatterns after = reloaded(disk);
        after.upkeep();

        long at = time.millis() + Duration.ofHours(7).toMillis();
        assertThat(names(after.expected("user", 3, at))).containsExactly("hour 7");
        assertThat(after.outlook("user", "hour 7", at)).isEqualTo(before.outlook("user", "hour 7", at), within(1e-4));
        String next = after.look("user", null, known -> known.successor("first one"));
        assertThat(next).isEqualTo("second one");
    }

    @Test
    void theHourThatWentOnIsPartOfTheHistoryLater() {
        read(before, "user", "a", 60);
        new PatternStore(disk, time).save(before);
        time.advance(Duration.ofHours(5));

        AccessPatterns after = reloaded(disk);

        long tomorrow = time.millis() + Duration.ofHours(19).toMillis();
        assertThat(names(after.expected("user", 3, tomorrow))).containsExactly("a");
    }

    @Test
    void theHourThatGoesOnGoesOn() {
        read(before, "user", "a", 60);
        new PatternStore(disk, time).save(before);
        time.advance(Duration.ofMinutes(5));

        AccessPatterns after = reloaded(disk);
        time.advance(Duration.ofHours(1));
        after.upkeep();

        long tomorrow = time.millis() + Duration.ofHours(23).toMillis();
        assertThat(after.expected("user", 3, tomorrow).get(0).perSecond()).isEqualTo(60 / 3600.0, within(0.001));
    }

    @Test
    void whatWasReadBeforeTheLoadIsKept() {
        read(before, "user", "a", 40);
        new PatternStore(disk, time).save(before);
        AccessPatterns after = patterns();
        read(after, "user", "b", 50);

        new PatternStore(disk, time).load(after);

        assertThat(names(after.hottest("user", 5))).containsExactly("b", "a");
    }

    @Test
    void manyKeysTakeSeveralBlobsAndFewerLaterLeaveNoneBehind() {
        String suffix = "x".repeat(300);
        for (int i = 0; i < 5000; i++) {
            read(before, "user", "key" + i + suffix, i < 10 ? 5 : 1);
        }
        PatternStore store = new PatternStore(disk, time);
        store.save(before);

        assertThat(disk.blobs().keySet()).contains("warming-0", "warming-1");
        assertThat(disk.blobs().values()).allMatch(blob -> blob.length <= 1 << 20);
        assertThat(reloaded(disk).hottest("user", 10_000)).hasSize(5000);
        AccessPatterns few = patterns();
        read(few, "user", "only", 1);
        PatternStore reopened = new PatternStore(disk, time);
        reopened.load(patterns());
        reopened.save(few);
        assertThat(names(reloaded(disk).hottest("user", 10))).containsExactly("only");
    }

    /** A process was killed between two blobs of its second saving. */
    @Test
    void ofTwoSavingsTheNewerOneCountsWhereBothKnowAKey() {
        String suffix = "x".repeat(300);
        for (int i = 0; i < 5000; i++) {
            read(before, "user", "key" + i + suffix, 1);
        }
        new PatternStore(disk, time).save(before);
        byte[] old = disk.blobs().get("warming-1");
        time.advance(Duration.ofMinutes(1));
        new PatternStore(disk, time).save(before);
        disk.blobs().put("warming-1", old);

        List<HotKey> keys = reloaded(disk).hottest("user", 10_000);

        assertThat(keys).hasSize(5000);
        assertThat(keys.get(0).perSecond())
                .isEqualTo(keys.get(4999).perSecond(), within(keys.get(0).perSecond() / 50));
    }

    @Nested
    class Damaged {

        private void save() {
            read(before, "user", "a", 5);
            new PatternStore(disk, time).save(before);
        }

        @Test
        void aBlobWithAnyByteChangedIsSetAside() {
            save();
            long seed = 7;
            System.out.println("seed " + seed);
            Random random = new Random(seed);
            byte[] good = disk.blobs().get("warming-0");
            for (int round = 0; round < 200; round++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
                disk.blobs().put("warming-0", bad);

                assertThat(reloaded(disk).regions()).isEmpty();
                assertThat(disk.blobs().get("warming-damaged-0")).isEqualTo(bad);
            }
        }

        @Test
        void aBlobThatIsCutShortIsSetAside() {
            save();
            byte[] good = disk.blobs().get("warming-0");
            for (int length = 1; length < good.length; length += 7) {
                disk.blobs().put("warming-0", Arrays.copyOf(good, length));

                assertThat(reloaded(disk).regions()).isEmpty();
            }
        }

        @Test
        void rowsThatMakeNoSenseAreLeftOut() {
            List<Row> rows = List.of(
                    new Row("user", (byte) 0, "good", 3),
                    new Row("user", (byte) 3, "no number", 3),
                    new Row("user", (byte) 0, "after", 3));
            disk.save("warming-0", PatternCodec.encode(time.millis(), rows).get(0));

            assertThat(names(reloaded(disk).hottest("user", 5))).contains("good");
        }

        @Test
        void blobsOfAnotherFormatOrWithWrongCountsAreRefused() {
            byte[] nan = PatternCodec.encode(0, List.of(new Row("r", (byte) 0, "k", Double.NaN)))
                    .get(0);
            assertThatThrownBy(() -> PatternCodec.decode(nan)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> PatternCodec.decode(new byte[2])).hasMessageContaining("checksum");
        }

        @Test
        void rowsThatFitIntoNoBlobAreLeftOut() throws IOException {
            List<Row> rows = new ArrayList<>();
            rows.add(new Row("r", (byte) 0, "x".repeat(500_000), 1));
            rows.add(new Row("r", (byte) 0, "short", 1));

            List<byte[]> blobs = PatternCodec.encode(0, rows);

            assertThat(blobs).hasSize(1);
            assertThat(PatternCodec.decode(blobs.get(0)).rows())
                    .extracting(Row::item)
                    .containsExactly("short");
        }
    }

    /** A store that is sick. */
    private static final class SickStore implements StateStore {

        @Override
        public byte[] load(String name) {
            throw new IllegalStateException("cannot read");
        }

        @Override
        public void save(String name, byte[] blob) {
            throw new IllegalStateException("cannot write");
        }
    }

    @Test
    void aStoreThatFailsIsNotTheCallersProblem() {
        PatternStore sick = new PatternStore(new SickStore(), time);

        assertThat(sick.save(before)).isFalse();
        sick.load(before);
        assertThat(before.regions()).isEmpty();
    }

    @Test
    void aDamagedBlobThatCannotBeSetAsideIsStillSkipped() {
        StateStore readOnly = new StateStore() {
            @Override
            public byte[] load(String name) {
                return new byte[] {1, 2, 3, 4, 5};
            }

            @Override
            public void save(String name, byte[] blob) {
                throw new IllegalStateException("cannot write");
            }
        };

        assertThat(reloaded(readOnly).regions()).isEmpty();
    }

    @Nested
    class InAFolder {

        @TempDir
        private Path temp;

        @Test
        void blobsAreFiles() {
            Folder folder = new Folder(temp.resolve("a/b"));
            read(before, "user", "a", 5);
            new PatternStore(folder, time).save(before);
            new PatternStore(folder, time).save(before);

            assertThat(names(reloaded(new Folder(temp.resolve("a/b"))).hottest("user", 1)))
                    .containsExactly("a");
            assertThat(temp.resolve("a/b/warming-0.patterns")).exists();
            assertThat(temp.resolve("a/b/warming-0.patterns.new")).doesNotExist();
        }

        @Test
        void aFolderThatCannotBeMadeOrUsedIsNamed() throws IOException {
            Path file = Files.createFile(temp.resolve("file"));
            assertThatThrownBy(() -> new Folder(file.resolve("below")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot make the folder");
            Folder folder = new Folder(temp);
            Files.createDirectories(temp.resolve("warming-0.patterns/in-the-way"));
            assertThatThrownBy(() -> folder.load("warming-0")).hasMessageContaining("cannot read");
            assertThatThrownBy(() -> folder.save("warming-0", new byte[1])).hasMessageContaining("cannot write");
        }
    }
}
