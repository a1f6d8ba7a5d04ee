package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export of a running tier, and import into a folder. */
class TransferTest {

    @TempDir
    Path folder;

    private final SystemTime time = new SystemTime();
    private final Entries entries = new Entries(time);
    private DiskTier from;
    private Path file;

    @BeforeEach
    void begin() {
        file = folder.resolve("backup");
        from = started(at("from", 8 << 20));
    }

    @AfterEach
    void end() {
        from.close();
        time.close();
    }

    private DiskTier at(String name, long bytes) {
        return DiskTier.at(folder.resolve(name)).maximumBytes(bytes);
    }

    private DiskTier started(DiskTier tier) {
        tier.start(new TierContext(time, Runnable::run));
        return tier;
    }

    private static TierKey key(int number) {
        return new TierKey("r", "k" + number);
    }

    private Entry put(int number, int bytes) {
        Entry entry = entries.of(key(number)).payload(bytes).stamp(number, 1).build();
        from.put(key(number), entry, Gate.OPEN);
        return entry;
    }

    @Test
    void everythingComesBackInATierOfAnotherSize() throws IOException {
        for (int i = 0; i < 500; i++) {
            put(i, 10 * i);
        }
        put(500, 300_000);
        TransferReport out = from.export(file);
        assertThat(out.entries()).isEqualTo(501);
        assertThat(out.complete()).isTrue();

        TransferReport in = at("to", 64 << 20).importFrom(file);
        assertThat(in).isEqualTo(out);
        try (DiskTier to = started(at("to", 64 << 20))) {
            for (int i = 0; i <= 500; i++) {
                Entry read = to.get(key(i));
                Entry original = from.get(key(i));
                assertThat(read).isNotNull();
                assertThat(original).isNotNull();
                assertThat(read.bytes()).isEqualTo(original.bytes());
                assertThat(read.position()).isZero();
                assertThat(read.epoch()).isNegative();
            }
        }
    }

    @Test
    void aCacheReadsWhatWasImported() throws IOException {
        from.close();
        try (CacheManager caches = started("from")) {
            caches.cache("names", String.class).set("1", "John");
        }
        from = started(at("from", 8 << 20));
        from.export(file);
        at("to", 1 << 20).importFrom(file);
        try (CacheManager caches = started("to")) {
            Cache<String> names = caches.cache("names", String.class);
            assertThat(names.get("1")).isEqualTo("John");
            assertThat(names.invalidate("*")).isEqualTo(1);
            assertThat(names.get("1")).isNull();
        }
    }

    private CacheManager started(String name) {
        return at(name, name.equals("to") ? 1 << 20 : 8 << 20).open();
    }

    @Test
    void whatHasExpiredIsLeftOut() throws IOException {
        long now = time.millis();
        from.put(key(1), entries.of(key(1)).expiresAt(now + 3_600_000).build(), Gate.OPEN);
        from.put(key(2), entries.of(key(2)).expiresAt(now - 1).build(), Gate.OPEN);
        TransferReport out = from.export(file);
        assertThat(out.entries()).isEqualTo(1);
        assertThat(out.skipped()).isEqualTo(1);
        at("to", 1 << 20).importFrom(file);
        try (DiskTier to = started(at("to", 1 << 20))) {
            Entry read = to.get(key(1));
            assertThat(read).isNotNull();
            assertThat(read.expiresAt()).isEqualTo(now + 3_600_000);
        }
    }

    @Test
    void anExportThatOutlivedItsEntriesBringsNoneOfThemBack() throws IOException {
        try (ExportFile.Writer out = new ExportFile.Writer(file)) {
            Entry dead = entries.of(key(1)).expiresAt(time.millis() - 1).build();
            out.add(key(1).utf8(), dead.bytes());
            out.finish();
        }
        assertThat(at("to", 1 << 20).importFrom(file)).isEqualTo(new TransferReport(0, 0, 1, true));
    }

    @Test
    void whatTheFolderHasAlreadyStays() throws IOException {
        put(1, 10);
        from.export(file);
        Entry newer = put(1, 20);
        put(2, 10);
        from.close();
        TransferReport in = at("from", 8 << 20).importFrom(file);
        assertThat(in).isEqualTo(new TransferReport(0, 0, 1, true));
        from = started(at("from", 8 << 20));
        Entry read = from.get(key(1));
        assertThat(read).isNotNull();
        assertThat(read.tag()).isEqualTo(newer.tag());
    }

    @Test
    void whatWasRemovedButNotSweptIsNotExported() throws IOException {
        put(1, 10);
        put(2, 10);
        put(30, 10);
        from.append(new Journal.Barrier(20, new Scope("r", Glob.compile("k[13]*"), null)));
        from.append(new Journal.Distrust(21, key(2), "disk"));
        assertThat(from.export(file)).satisfies(report -> {
            assertThat(report.entries()).isEqualTo(1);
            assertThat(report.skipped()).isEqualTo(2);
        });
    }

    @Test
    void aCancelledExportLeavesWhatWasThere() throws IOException {
        put(1, 10);
        Files.writeString(file, "before");
        TransferReport report = from.export(file, (done, bytes) -> false);
        assertThat(report.complete()).isFalse();
        assertThat(file).hasContent("before");
        assertThat(folder.resolve("backup.tmp")).doesNotExist();
    }

    @Test
    void aCancelledImportKeepsWhatItHas() throws IOException {
        for (int i = 0; i < 2_500; i++) {
            put(i, 1);
        }
        from.export(file);
        TransferReport report = at("to", 8 << 20).importFrom(file, (done, bytes) -> done < 2_000);
        assertThat(report.complete()).isFalse();
        assertThat(report.entries()).isEqualTo(2_000);
    }

    @Test
    void aDamagedFileIsNamedAndChangesNothing() throws IOException {
        for (int i = 0; i < 500; i++) { // several blocks of the stream, so that the first can be read
            Entry entry =
                    entries.of(key(i)).payload(TestDisk.bytes(i, 0, 1_000)).build();
            from.put(key(i), entry, Gate.OPEN);
        }
        from.export(file);
        byte[] whole = Files.readAllBytes(file);
        Random random = Seeds.draw("damaged exports").random(0);
        for (int round = 0; round < 30; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            if (round % 2 == 0) {
                damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            }
            Files.write(file, damaged);
            assertThatIOException()
                    .as("round %s", round)
                    .isThrownBy(() -> at("to", 1 << 20).importFrom(file))
                    .withMessageContaining("the export " + file + " is damaged")
                    .withMessageContaining("nothing was imported");
        }
        try (DiskTier to = started(at("to", 1 << 20))) {
            assertThat(to.size().entries()).isZero();
        }
        assertThatIOException().isThrownBy(() -> at("to", 1 << 20).importFrom(folder.resolve("none")));
    }

    @Test
    void anEntryOfAnotherKeyIsDamage() throws IOException {
        try (ExportFile.Writer out = new ExportFile.Writer(file)) {
            out.add(key(2).utf8(), put(1, 10).bytes());
            out.finish();
        }
        assertThatIOException()
                .isThrownBy(() -> at("to", 1 << 20).importFrom(file))
                .withMessageContaining("entry 0 (r:k2)");
    }

    @Test
    void aFileThatPromisesMoreIsDamage() throws IOException {
        Files.writeString(file, "TERX");
        assertThatIOException()
                .isThrownBy(() -> at("to", 1 << 20).importFrom(file))
                .withMessageContaining("does not begin");
    }

    @Test
    void anExportThatCannotBeWrittenFails() {
        assertThatIOException().isThrownBy(() -> from.export(folder.resolve("none/backup")));
    }

    @Test
    void importComesBeforeTheStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> from.importFrom(file))
                .withMessageContaining("before the start");
        assertThatIllegalStateException()
                .isThrownBy(() -> at("from", 8 << 20)
                        .waitForDirectory(Duration.ofHours(1))
                        .importFrom(file))
                .withMessageContaining("in use by this process");
    }
}
