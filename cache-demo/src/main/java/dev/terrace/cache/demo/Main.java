package dev.terrace.cache.demo;

import java.io.PrintStream;
import java.util.List;

/** The program behind {@code ./terrace demo}. */
public final class Main {

    private static final int WRONG_OPTION = 2;

    private Main() {}

    /**
     * Runs the demo.
     *
     * @param arguments see {@code --help}; a wrong one ends the program with code 2
     * @throws Exception if the demo fails; the program ends with code 1
     */
    public static void main(String[] arguments) throws Exception {
        int code = run(List.of(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("terrace demo: " + e.getMessage());
            return WRONG_OPTION;
        }
        LowerTiers lower = new LowerTiers(options.folder());
        switch (options.action()) {
            case HELP -> out.print(Options.USAGE);
            case CLEAN -> lower.clean();
            case RUN -> {
                Outcome outcome = new Demo(options.plan(), out::println).run(lower.open());
                out.println();
                out.print(OutcomeTable.of(outcome));
                return outcome.differences() == 0 ? 0 : 1;
            }
        }
        return 0;
    }
}
