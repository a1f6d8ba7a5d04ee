package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room on the disk, at the start and later: calls go on, and the tier is back when there is room. */
class FullDiskTest {

    private static final TierKey KEY = new TierKey("user", "1");

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);

    private DiskTier started(DiskTier tier) {
        tier.start(new TierContext(time, Runnable::run));
        return tier;
    }

    @Test
    void aBudgetThatDoesNotFitMeansMissesAndNothingIsLeftBehind(@TempDir Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        assumeThat(free).isLessThan(SizingPlan.LARGEST_BUDGET);
        try (DiskTier tier = started(DiskTier.at(folder).maximumBytes(SizingPlan.LARGEST_BUDGET))) {
            assertThat(tier.put(KEY, entries.text(KEY, "a"), Gate.OPEN)).isEqualTo(PutResult.REFUSED);
            assertThat(tier.get(KEY)).isNull();
            assertThat(tier.remove(KEY, Gate.OPEN)).isFalse();
            tier.save("some", new byte[10]);
            time.advance(Duration.ofMinutes(10));
            assertThat(tier.gauges()).containsEntry("available", 0.0);
            assertThat(new DiskFolder(folder).map()).doesNotExist();
            assertThat(tier.load("some")).hasSize(10);
        }
        assertThat(time.failures()).isEmpty();
    }

    @Nested
    class OnAFileSystemOfEightMebibytes {

        @Test
        void itIsTriedAgainLessAndLessOftenUntilThereIsRoom(@TempDir Path mount) throws Exception {
            try (SmallDisk small = SmallDisk.mount(mount, 8)) {
                Path filler = Files.write(small.path().resolve("filler"), new byte[6 << 20]);
                try (DiskTier tier =
                        started(DiskTier.at(small.path().resolve("cache")).maximumBytes(4 << 20))) {
                    time.advance(Duration.ofSeconds(30));
                    assertThat(tier.gauges()).containsEntry("available", 0.0);
                    assertThat(tier.get(KEY)).isNull();
                    Files.delete(filler);
                    time.advance(Duration.ofMinutes(1));
                    assertThat(tier.gauges()).containsEntry("available", 1.0);
                    assertThat(tier.put(KEY, entries.text(KEY, "a"), Gate.OPEN)).isEqualTo(PutResult.STORED);
                }
            }
        }

        @Test
        void aDiskThatFillsUpLaterHurtsOnlyWhatNeedsNewRoom(@TempDir Path mount) throws Exception {
            try (SmallDisk small = SmallDisk.mount(mount, 8)) {
                try (DiskTier tier =
                        started(DiskTier.at(small.path().resolve("cache")).maximumBytes(4 << 20))) {
                    tier.put(KEY, entries.text(KEY, "a"), Gate.OPEN);
                    fill(small.path().resolve("filler"));
                    for (int i = 0; i < 3_000; i++) {
                        TierKey key = new TierKey("user", "k" + i);
                        assertThat(tier.put(key, entries.of(key).payload(1_000).build(), Gate.OPEN))
                                .isEqualTo(PutResult.STORED);
                    }
                    assertThat(tier.get(new TierKey("user", "k2999"))).isNotNull();
                    assertThatExceptionOfType(UncheckedIOException.class)
                            .isThrownBy(() -> tier.save("some", new byte[10_000]));
                    assertThat(tier.gauges()).containsEntry("available", 1.0).containsEntry("faults", 0.0);
                    Files.delete(small.path().resolve("filler"));
                    tier.save("some", new byte[10_000]);
                }
            }
        }

        private static void fill(Path filler) throws IOException {
            try (var out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }
    }

    /**
     * A tmpfs, where this process may mount one; else the test is skipped.
     *
     * @param path where it is mounted
     */
    private record SmallDisk(Path path) implements AutoCloseable {

        static SmallDisk mount(Path path, int mebibytes) throws IOException {
            int code = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "terrace-test", path.toString());
            assumeThat(code).as("mount").isZero();
            return new SmallDisk(path);
        }

        @Override
        public void close() throws IOException {
            assertThat(run("umount", path.toString())).isZero();
        }

        private static int run(String... command) throws IOException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.onExit().join().exitValue();
        }
    }
}
