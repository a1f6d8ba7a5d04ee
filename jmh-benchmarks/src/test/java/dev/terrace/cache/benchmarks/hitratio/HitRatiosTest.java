package dev.terrace.cache.benchmarks.hitratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HitRatiosTest {

    private static final int LOOP = 10;
    private static final int READS = 1000;

    @TempDir
    Path folder;

    private Reads loop() throws IOException {
        Path file = folder.resolve("loop.txt");
        Files.writeString(
                file,
                IntStream.range(0, READS).mapToObj(i -> "page/" + i % LOOP).collect(Collectors.joining("\n")));
        return Reads.of(file);
    }

    @Test
    void keysAreAnyTextAndNumberedByFirstAppearance() throws IOException {
        Path file = Files.writeString(folder.resolve("t"), "b\na\n\nb\n c \n");

        Reads reads = Reads.of(file);

        assertThat(reads.keys()).containsExactly(0, 1, 0, 2);
        assertThat(reads.unique()).isEqualTo(3);
    }

    @Test
    void aLoopOneLargerThanTheRoomDefeatsLruAndNotTheOptimum() throws IOException {
        int room = LOOP - 1;

        assertThat(Policies.lru(loop(), room)).isZero();
        assertThat(Policies.fifo(loop(), room)).isZero();
        // Of each 9 reads after the first round one misses: the optimum keeps 8 of 9 in turns.
        assertThat(Policies.belady(loop(), room)).isCloseTo(100.0 * 8 / 9, within(2.0));
    }

    @Test
    void whateverFitsIsMissedOnce() throws IOException {
        double onceMissed = 100.0 * (READS - LOOP) / READS;

        assertThat(Policies.lru(loop(), LOOP)).isEqualTo(onceMissed);
        assertThat(Policies.fifo(loop(), LOOP)).isEqualTo(onceMissed);
        assertThat(Policies.belady(loop(), LOOP)).isEqualTo(onceMissed);
        assertThat(Policies.s3Fifo(loop(), 2 * LOOP)).isEqualTo(onceMissed);
        assertThat(Policies.caffeine(loop(), 2 * LOOP)).isEqualTo(onceMissed);
    }

    @Test
    void nothingBeatsTheOptimumAndS3FifoBeatsFifoOnZipf() {
        Reads reads = Reads.zipf(2000, 30_000, 42);
        double optimum = Policies.belady(reads, 200);

        assertThat(optimum)
                .isGreaterThan(Policies.s3Fifo(reads, 200))
                .isGreaterThan(Policies.caffeine(reads, 200))
                .isGreaterThan(Policies.lru(reads, 200));
        assertThat(Policies.s3Fifo(reads, 200)).isGreaterThan(Policies.fifo(reads, 200));
    }

    @Test
    void bothTiersTogetherFindWhatFitsOnDisk() throws IOException {
        TwoTiers found = TwoTiers.replay(loop(), 2, LOOP);

        assertThat(found.memory() + found.disk()).isEqualTo(100.0 * (READS - LOOP) / READS);
        assertThat(found.disk()).isPositive();
        assertThat(found.held()).isEqualTo(LOOP);
    }

    @Test
    void theTableHasOneRowForEachTraceAndSize() throws IOException {
        loop();
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        HitRatios.print(
                new PrintStream(text, true, StandardCharsets.UTF_8),
                List.of("--sizes=10,50", folder.resolve("loop.txt").toString()));

        assertThat(text.toString(StandardCharsets.UTF_8)).contains("| loop.txt | 1 |");
        assertThatThrownBy(() -> HitRatios.print(System.out, List.of("--sizes=10")))
                .hasMessageContaining("--sizes must be two per cents");
    }
}
