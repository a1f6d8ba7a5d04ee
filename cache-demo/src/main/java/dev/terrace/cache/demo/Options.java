package dev.terrace.cache.demo;

import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param plan how large the demo is to be
 * @param isHelp true to print the usage and nothing else
 */
record Options(Plan plan, boolean isHelp) {

    static final String USAGE = """
            usage: ./terrace demo [--requests N] [--seed S]

            Caches the slow queries of an embedded SQL database and prints hit ratio and latency per tier,
            without and with the cache. Takes less than a minute with the usual number of requests.

              --requests N  reads of each run, 1 to %d; usually %d
              --seed S      a whole number; the same seed gives the same data and load; usually %d
              --help        print this text
            """.formatted(Plan.MOST_REQUESTS, Plan.USUAL.requests(), Plan.USUAL.seed());

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    static Options parse(List<String> arguments) {
        Plan plan = Plan.USUAL;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--help", "-h" -> {
                    return new Options(plan, true);
                }
                case "--requests" -> plan = plan.requests((int) number(option, words, 1, Plan.MOST_REQUESTS));
                case "--seed" -> plan = plan.seed(number(option, words, Long.MIN_VALUE, Long.MAX_VALUE));
                default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
            }
        }
        return new Options(plan, false);
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
