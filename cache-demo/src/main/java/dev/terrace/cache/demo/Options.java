package dev.terrace.cache.demo;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param plan how large the demo is to be
 * @param folder where the disk tier keeps what it has, from one run to the next
 * @param action what is to be done
 */
record Options(Plan plan, Path folder, Action action) {

    /** What is to be done. */
    enum Action {
        RUN,
        CLEAN,
        HELP
    }

    private static final Path USUAL_FOLDER = Path.of(System.getProperty("java.io.tmpdir"), "terrace-demo");

    static final Options USUAL = new Options(Plan.USUAL, USUAL_FOLDER, Action.RUN);

    static final String USAGE =
            """
            usage: ./terrace demo [--requests N] [--seed S] [--folder PATH] [--clean]

            Caches the slow queries of an embedded SQL database and prints hit ratio and latency per tier,
            without and with the cache. Takes less than a minute with the usual number of requests.
            Run it twice: the second time the cache is warm from disk.

              --requests N  reads of each run, 1 to %d; usually %d
              --seed S      a whole number; the same seed gives the same data and load; usually %d
              --folder PATH where the disk tier keeps its file; usually %s
              --clean       remove that folder and end
              --help        print this text
            """.formatted(Plan.MOST_REQUESTS, Plan.USUAL.requests(), Plan.USUAL.seed(), USUAL_FOLDER);

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    static Options parse(List<String> arguments) {
        Options options = USUAL;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--help", "-h" -> {
                    return options.action(Action.HELP);
                }
                case "--clean" -> options = options.action(Action.CLEAN);
                case "--folder" -> options = options.folder(path(option, words));
                case "--requests" ->
                    options = options.plan(options.plan.requests((int) number(option, words, 1, Plan.MOST_REQUESTS)));
                case "--seed" ->
                    options = options.plan(options.plan.seed(number(option, words, Long.MIN_VALUE, Long.MAX_VALUE)));
                default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
            }
        }
        return options;
    }

    private Options plan(Plan next) {
        return new Options(next, folder, action);
    }

    private Options folder(Path next) {
        return new Options(plan, next, action);
    }

    private Options action(Action next) {
        return new Options(plan, folder, next);
    }

    private static Path path(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a path after it");
        }
        return Path.of(words.next());
    }

    private static long number(String option, Iterator<String> words, long least, long most) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a number after it");
        }
        String text = words.next();
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                option + " must be a whole number from " + least + " to " + most + " but was \"" + text + "\"");
    }
}
