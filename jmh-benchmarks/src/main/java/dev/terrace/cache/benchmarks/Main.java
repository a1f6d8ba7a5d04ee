package dev.terrace.cache.benchmarks;

/** The program behind {@code ./terrace bench}: a report of ours, or whatever JMH is asked for. */
public final class Main {

    private static final int USUAL_ROUNDS = 5;

    private Main() {}

    /**
     * Runs {@link CoreReport} if the first argument is {@code core}, else JMH.
     *
     * @param arguments for the report or for JMH
     * @throws Exception if the benchmarks fail
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("core")) {
            CoreReport.print(arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_ROUNDS);
        } else {
            org.openjdk.jmh.Main.main(arguments);
        }
    }
}
