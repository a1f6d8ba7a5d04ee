package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.bytes;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideFilesTest {

    private static final int BUDGET = 1 << 20;

    @TempDir
    private Path directory;

    private SideFiles files;

    @BeforeEach
    void open() throws IOException {
        files = SideFiles.open(directory, BUDGET);
    }

    @Test
    void aValueComesBackForItsKeyOnly() throws IOException {
        byte[] value = bytes(1, 1, 300_000);
        long number = files.write(key("a"), value);

        assertThat(files.read(number, key("a"))).isEqualTo(value);
        assertThat(files.read(number, key("b"))).isNull();
        assertThat(files.read(number, key("ab"))).isNull();
        assertThat(files.read(number + 1, key("a"))).isNull();
    }

    @Test
    void aDamagedFileIsAMiss() throws IOException {
        long number = files.write(key("a"), bytes(1, 1, 10_000));
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        bytes[5000] ^= 1;
        Files.write(file, bytes);
        assertThat(files.read(number, key("a"))).isNull();
        Files.write(file, new byte[10]);
        assertThat(files.read(number, key("a"))).isNull();
        Files.delete(file);
        assertThat(files.read(number, key("a"))).isNull();
    }

    @Test
    void theOldestMakeRoomAndTheBudgetHolds() throws IOException {
        long first = files.write(key("0"), bytes(0, 0, 300_000));
        for (int at = 1; at < 20; at++) {
            files.write(key(Integer.toString(at)), bytes(at, 0, 300_000));
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(BUDGET);
        }
        assertThat(files.count()).isEqualTo(3);
        assertThat(files.usedBytes()).isLessThanOrEqualTo(BUDGET);
        assertThat(files.read(first, key("0"))).isNull();
    }

    @Test
    void aValueThatCanNeverFitIsRefusedAndNothingGoes() throws IOException {
        files.write(key("a"), bytes(0, 0, 1000));

        assertThat(files.takes(1, BUDGET)).isFalse();
        assertThatThrownBy(() -> files.write(key("b"), new byte[BUDGET]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not fit");
        assertThat(files.count()).isOne();
    }

    @Test
    void valuesAboveTheLargestAreRefusedWhateverTheBudget() throws IOException {
        SideFiles roomy = SideFiles.open(directory, 1L << 30);
        assertThat(roomy.takes(1, SizingPlan.LARGEST_SIDE_VALUE)).isTrue();
        assertThat(roomy.takes(1, SizingPlan.LARGEST_SIDE_VALUE + 1)).isFalse();
    }

    @Test
    void droppedFilesAreDeletedWhenCollected() throws IOException {
        long number = files.write(key("a"), bytes(0, 0, 1000));
        files.drop(number);
        files.drop(number);
        assertThat(onlyFile()).exists();

        assertThat(files.collect()).isOne();
        assertThat(directory).isEmptyDirectory();
        assertThat(files.usedBytes()).isZero();
    }

    @Test
    void orphansAreDeletedButNotYoungerFiles() throws IOException {
        long pointed = files.write(key("a"), bytes(0, 0, 1000));
        long orphan = files.write(key("b"), bytes(1, 0, 1000));
        long below = files.nextNumber();
        long younger = files.write(key("c"), bytes(2, 0, 1000));

        assertThat(files.collectOrphans(below, number -> number == pointed)).isOne();
        assertThat(files.read(pointed, key("a"))).isNotNull();
        assertThat(files.read(orphan, key("b"))).isNull();
        assertThat(files.read(younger, key("c"))).isNotNull();
    }

    @Test
    void openingCountsWhatIsThereAndDeletesWhatWasBeingWritten() throws IOException {
        long number = files.write(key("a"), bytes(0, 0, 10_000));
        Files.write(directory.resolve("0000000000000009.tmp"), new byte[50]);
        Files.write(directory.resolve("zzzzzzzzzzzzzzzz"), new byte[50]);
        Files.createDirectory(directory.resolve("folder"));

        SideFiles again = SideFiles.open(directory, BUDGET);

        assertThat(again.count()).isOne();
        assertThat(again.usedBytes()).isEqualTo(files.usedBytes());
        assertThat(again.read(number, key("a"))).isEqualTo(bytes(0, 0, 10_000));
        assertThat(again.nextNumber()).isEqualTo(number + 1);
        assertThat(directory.resolve("0000000000000009.tmp")).doesNotExist();
        assertThat(directory.resolve("zzzzzzzzzzzzzzzz")).doesNotExist();
    }

    @Test
    void openingWithASmallerBudgetDeletesTheOldest() throws IOException {
        files.write(key("a"), bytes(0, 0, 10_000));
        long last = files.write(key("b"), bytes(1, 0, 10_000));

        SideFiles smaller = SideFiles.open(directory, 15_000);

        assertThat(smaller.count()).isOne();
        assertThat(smaller.read(last, key("b"))).isNotNull();
    }

    @Test
    void aWriteThatFailsLeavesNothingAndCountsNothing() throws IOException {
        Files.delete(directory);
        Files.writeString(directory, "not a directory");

        assertThatThrownBy(() -> files.write(key("a"), new byte[1000])).isInstanceOf(IOException.class);
        assertThat(files.usedBytes()).isZero();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.findFirst().orElseThrow();
        }
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
