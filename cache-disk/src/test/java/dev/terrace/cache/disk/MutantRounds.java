package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lets child processes open damaged folders, a hundred each, and replaces a child that dies. */
final class MutantRounds {

    private static final int PER_CHILD = 100;
    private static final List<String> FLAGS =
            List.of("-Dterrace.open.modules=true", "-Xmx256m", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");

    private final Path folder;
    private final long seed;
    private int ended;
    private int crashed;

    MutantRounds(Path folder, Seeds seeds) {
        this.folder = folder;
        seed = seeds.random(0).nextInt();
    }

    /** Returns how many children died of a mutant. */
    int run(int mutants) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        MutantReader.fill(whole);
        Files.delete(new DiskFolder(whole).lock());
        int next = 0;
        while (next < mutants) {
            int last = Math.min(mutants, next + PER_CHILD) - 1;
            next = child(whole, next, last);
        }
        assertThat(ended + crashed).isEqualTo(mutants);
        return crashed;
    }

    /** Returns the number of the mutant to go on with. */
    private int child(Path whole, int first, int last) throws IOException, InterruptedException {
        Process child = ChildJvm.start(
                Path.of(System.getProperty("java.home")),
                FLAGS,
                MutantReader.class,
                whole.toString(),
                folder.toString(),
                Integer.toString(first),
                Integer.toString(last),
                Long.toString(seed));
        int begun = first - 1;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                assertThat(line).as("seed %s", seed).doesNotContain("WRONG").doesNotContain("Exception in");
                if (line.startsWith("begin ")) {
                    begun++;
                } else if (line.startsWith("end ")) {
                    ended++;
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        if (child.exitValue() != 0) {
            crashed++;
        }
        return begun + 1;
    }
}
