package dev.terrace.cache.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param depth how long each contender runs
 * @param only a part of the names of the benchmark classes to run, in lower case; empty for all of them
 * @param compare the JSON of an earlier run; null if nothing is to be compared
 * @param folder where the pages go
 * @param from the JSON of an earlier run to write the pages of; null if benchmarks are to be run
 * @param page a further place for the Markdown; null if there is none
 */
record Wanted(
        Depth depth,
        String only,
        @Nullable Path compare,
        Path folder,
        @Nullable Path from,
        @Nullable Path page) {

    static final String USAGE = """
            usage: ./terrace bench [--quick|--full] [--only NAME] [--compare OLD.json]
                                 [--out FOLDER] [--page FILE]

            Runs the benchmarks beside the raw libraries and the peers, and writes report.json, report.md and report.html.

              --quick          one fork of a few seconds each, less than 10 minutes; the usual
              --full           three forks, all sizes and numbers of threads; some hours
              --smoke          as short as can be, to see that everything runs; the figures mean nothing
              --only NAME      the benchmark classes whose name contains NAME
              --compare JSON   say what moved since the run that wrote this file
              --out FOLDER     where the pages go; usually bench-report
              --from JSON      run nothing, write the pages of what an earlier run has left in this file
              --page FILE      write the Markdown there, too; docs/performance.md is made so
              --help           print this text
            """;

    /**
     * How long each contender runs.
     *
     * @param forks fresh JVMs
     * @param warmups iterations before
     * @param measurements iterations that count
     * @param millis of an iteration
     */
    record Depth(String name, int forks, int warmups, int measurements, long millis) {

        static final Depth SMOKE = new Depth("smoke", 1, 1, 1, 50);
        static final Depth QUICK = new Depth("quick", 1, 3, 5, 300);
        static final Depth FULL = new Depth("full", 3, 5, 5, 1000);

        boolean isFull() {
            return this.equals(FULL);
        }

        double seconds() {
            return (double) forks * (warmups + measurements) * millis / 1e3;
        }
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    static Wanted parse(List<String> arguments) {
        Wanted wanted = new Wanted(Depth.QUICK, "", null, Path.of("bench-report"), null, null);
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            wanted = switch (option) {
                case "--quick" -> wanted.depth(Depth.QUICK);
                case "--full" -> wanted.depth(Depth.FULL);
                case "--smoke" -> wanted.depth(Depth.SMOKE);
                case "--only" -> wanted.only(after(option, words).toLowerCase(Locale.ROOT));
                case "--compare" -> wanted.compare(file(Path.of(after(option, words))));
                case "--out" -> wanted.folder(Path.of(after(option, words)));
                case "--from" -> wanted.from(file(Path.of(after(option, words))));
                case "--page" -> wanted.page(Path.of(after(option, words)));
                default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
            };
        }
        return wanted;
    }

    private static String after(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a word after it; see --help");
        }
        return words.next();
    }

    private static Path file(Path path) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(
                    "--compare and --from must name a file that an earlier run wrote but was " + path
                            + ", which cannot be read");
        }
        return path;
    }

    private Wanted depth(Depth next) {
        return new Wanted(next, only, compare, folder, from, page);
    }

    private Wanted only(String next) {
        return new Wanted(depth, next, compare, folder, from, page);
    }

    private Wanted compare(Path next) {
        return new Wanted(depth, only, next, folder, from, page);
    }

    private Wanted folder(Path next) {
        return new Wanted(depth, only, compare, next, from, page);
    }

    private Wanted from(Path next) {
        return new Wanted(depth, only, compare, folder, next, page);
    }

    private Wanted page(Path next) {
        return new Wanted(depth, only, compare, folder, from, next);
    }

    /** Returns true if a class of this name is to be run. */
    boolean names(String benchmark) {
        return benchmark.toLowerCase(Locale.ROOT).contains(only);
    }

    /** Returns the command that asks for the same. */
    String command() {
        return "./terrace bench --" + depth.name() + (only.isEmpty() ? "" : " --only " + only)
                + (compare == null ? "" : " --compare " + compare)
                + (page == null ? "" : " --page " + page);
    }
}
