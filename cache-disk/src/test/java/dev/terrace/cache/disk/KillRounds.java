package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Kills a writing program again and again, and looks each time at what it left. */
final class KillRounds {

    private static final List<String> FLAGS = List.of("-Dterrace.open.modules=true", "-Xmx256m");

    private final Path javaHome;
    private final Path folder;
    private final Random random;
    private final long[] nextVersions = new long[KilledWriter.THREADS];

    KillRounds(Path javaHome, Path folder, Random random) {
        this.javaHome = javaHome;
        this.folder = folder;
        this.random = random;
    }

    void run(int rounds) throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            long[] told = writeAndKill(5 + random.nextInt(200));
            check(told, round);
        }
    }

    /** Returns how far each thread had said it was. */
    private long[] writeAndKill(int lines) throws IOException, InterruptedException {
        Process writer = ChildJvm.start(
                javaHome,
                FLAGS,
                KilledWriter.class,
                folder.toString(),
                Long.toString(nextVersions[0]),
                Long.toString(nextVersions[1]));
        long[] told = Arrays.stream(nextVersions).map(next -> next - 1).toArray();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int line = 0; line < lines; line++) {
                String text = output.readLine();
                assertThat(text).as("output of the writer").isNotNull();
                if (!text.matches("[0-9]+ [0-9]+")) { // the JVM may warn, in pieces
                    assertThat(text).as("output of the writer").doesNotContain("refused", "Exception");
                    continue;
                }
                String[] words = text.split(" ", -1);
                told[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
            }
            writer.destroyForcibly();
            writer.waitFor();
        }
        return told;
    }

    private void check(long[] told, int round) {
        DiskTier tier = patient(folder);
        try (SystemTime time = new SystemTime()) {
            tier.start(new TierContext(time, Runnable::run));
            for (int thread = 0; thread < told.length; thread++) {
                check(tier, thread, told[thread], round);
            }
            assertThat(tier.gauges()).containsEntry("faults", 0.0).containsEntry("available", 1.0);
        } finally {
            tier.close();
        }
    }

    /** Returns a tier that waits for its recovery however slow the machine is. */
    static DiskTier patient(Path folder) {
        return DiskTier.at(folder).maximumBytes(KilledWriter.BUDGET).startLimit(Duration.ofMinutes(2));
    }

    /** The entry that was being written at the kill may be missing, and its older version with it; nothing else. */
    private void check(DiskTier tier, int thread, long told, int round) {
        int missing = 0;
        for (long version = Math.max(0, told - KilledWriter.KEYS + 1); version <= told; version++) {
            TierKey key = KilledWriter.key(thread, version);
            Entry read = tier.get(key);
            if (read == null) {
                missing++;
                continue;
            }
            assertThat(KilledWriter.isRight(key, read))
                    .as("%s in round %s", key, round)
                    .isTrue();
            assertThat(read.tag() - 1)
                    .as("version of %s in round %s", key, round)
                    .isGreaterThanOrEqualTo(version);
            nextVersions[thread] = Math.max(nextVersions[thread], read.tag());
        }
        for (int large = 0; large < 3; large++) {
            TierKey key = KilledWriter.largeKey(thread, large);
            Entry read = tier.get(key);
            assertThat(read == null || KilledWriter.isRight(key, read))
                    .as("%s in round %s", key, round)
                    .isTrue();
        }
        assertThat(missing)
                .as("entries missing of thread %s in round %s", thread, round)
                .isLessThanOrEqualTo(1);
    }
}
