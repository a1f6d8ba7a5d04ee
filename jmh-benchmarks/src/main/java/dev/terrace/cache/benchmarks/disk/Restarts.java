package dev.terrace.cache.benchmarks.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** How soon does a program have its first hit that was closed, or killed, and is started again? */
final class Restarts {

    private static final int OPENINGS = 3;

    private Restarts() {}

    static void print(int entries) throws IOException, InterruptedException {
        System.out.println("wall time since main; in parentheses processor time of all threads since the JVM's start");
        for (int i = 0; i < OPENINGS; i++) {
            try (ScratchFolder folder = ScratchFolder.make()) {
                List<String> found = look(folder, 0);
                System.out.printf("first open in a JVM, a new folder: %s ms (%s) [1000]%n", found.get(0), found.get(1));
            }
        }
        try (ScratchFolder folder = ScratchFolder.make()) {
            fill(folder, entries);
            print(entries, "a clean close", "1000", look(folder, entries));
            killWriter(folder, entries);
            print(entries, "kill -9", "5000", look(folder, entries));
        }
    }

    private static void print(int entries, String after, String promised, List<String> found) {
        System.out.printf(
                Locale.ROOT,
                "%,d entries of 1 KiB after %s: open %s ms (%s), first hit %s ms (%s) [%s], hit ratio %s%n",
                entries,
                after,
                found.get(0),
                found.get(1),
                found.get(2),
                found.get(3),
                promised,
                found.get(4));
    }

    static void fill(ScratchFolder folder, int entries) throws IOException, InterruptedException {
        finish(start("fill", folder, entries));
    }

    static void killWriter(ScratchFolder folder, int entries) throws IOException, InterruptedException {
        kill(start("write", folder, entries));
    }

    static List<String> look(ScratchFolder folder, int entries) throws IOException, InterruptedException {
        Process child = start("look", folder, entries);
        String line = firstLine(child);
        finish(child);
        return List.of(line.split(" ", -1));
    }

    private static void kill(Process child) throws IOException, InterruptedException {
        firstLine(child);
        child.destroyForcibly().waitFor();
    }

    private static String firstLine(Process child) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the child process ended without a word");
        }
        return line;
    }

    private static void finish(Process child) throws IOException, InterruptedException {
        if (child.waitFor() != 0) {
            throw new IOException("the child process ended with " + child.exitValue());
        }
    }

    private static Process start(String what, ScratchFolder folder, int entries) throws IOException {
        return ChildProgram.start(
                RestartedProgram.class, what, folder.path().resolve("cache").toString(), Integer.toString(entries));
    }
}
