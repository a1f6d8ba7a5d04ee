package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.SystemTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that is killed, and what one is told that comes too early. */
class KilledProcessIT {

    private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    @Test
    void aKillInTheMiddleOfAWriteLosesNothingButThatWrite() throws Exception {
        Seeds seed = Seeds.draw("kills");
        new KillRounds(THIS_JDK, folder, seed.random(0)).run(10);
    }

    @Test
    void aSecondProcessIsRefusedAtOnceWhateverStateTheFirstIsIn() throws Exception {
        Process first = ChildJvm.start(
                THIS_JDK, List.of("-Dterrace.open.modules=true"), KilledWriter.class, folder.toString(), "0", "0");
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            awaitWritten(output, 1);
            assertRefused(first.pid());
            signal("-STOP", first.pid());
            assertRefused(first.pid());
        } finally {
            first.destroyForcibly().waitFor();
        }
        try (SystemTime time = new SystemTime();
                DiskTier tier = KillRounds.patient(folder)) {
            tier.start(new TierContext(time, Runnable::run));
            assertThat(tier.size().entries()).isPositive();
        }
    }

    @Test
    void whoWaitsForTheFolderStartsAtOnceAndTakesItOverWarmWhenTheOtherIsGone() throws Exception {
        FakeTime time = new FakeTime();
        Process first = ChildJvm.start(
                THIS_JDK, List.of("-Dterrace.open.modules=true"), KilledWriter.class, folder.toString(), "0", "0");
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8));
                DiskTier tier = KillRounds.patient(folder).waitForDirectory(Duration.ofHours(1))) {
            awaitWritten(output, 20);
            signal("-STOP", first.pid());
            tier.start(new TierContext(time, Runnable::run));
            assertThat(tier.isForeign()).isTrue();
            assertThat(tier.get(KilledWriter.key(0, 1))).isNull();
            time.advance(Duration.ofMinutes(1));
            assertThat(tier.isForeign()).isTrue();

            first.destroyForcibly().waitFor();
            time.advance(FolderWait.PAUSE);

            assertThat(tier.isForeign()).isFalse();
            Entry read = tier.get(KilledWriter.key(0, 1));
            assertThat(read).isNotNull();
            assertThat(KilledWriter.isRight(KilledWriter.key(0, 1), read)).isTrue();
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    /** Reads until the writer has told of so many entries; what its JVM warns of does not count. */
    private static void awaitWritten(BufferedReader output, int entries) throws IOException {
        for (int told = 0; told < entries; ) {
            String line = output.readLine();
            assertThat(line).as("output of the writer").isNotNull();
            told += line.matches("[0-9]+ [0-9]+") ? 1 : 0;
        }
    }

    private void assertRefused(long pid) {
        try (SystemTime time = new SystemTime();
                DiskTier tier = DiskTier.at(folder).maximumBytes(KilledWriter.BUDGET)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> tier.start(new TierContext(time, Runnable::run)))
                    .withMessageContaining("is in use by process " + pid);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor())
                .isZero();
    }
}
