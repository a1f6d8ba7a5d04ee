package dev.terrace.cache.demo;

import dev.terrace.cache.time.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program behind {@code ./terrace demo}. */
public final class Main {

    private static final int WRONG_OPTION = 2;
    private static final long END_SECONDS = 30;

    private Main() {}

    /**
     * Runs the demo.
     *
     * @param arguments see {@code --help}; a wrong one ends the program with code 2
     * @throws Exception if the demo fails; the program ends with code 1
     */
    public static void main(String[] arguments) throws Exception {
        Ending ending = new Ending();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(NamedThreads.daemon("demo-end").newThread(() -> end(ending, ended)));
        int code;
        try {
            code = run(List.of(arguments), new Terminal(System.in, System.out, System.err), ending);
        } finally {
            ended.countDown();
        }
        if (code != 0 && !ending.isAsked()) {
            System.exit(code);
        }
    }

    /** Where a person sits. */
    record Terminal(InputStream in, PrintStream out, PrintStream err) {}

    /** Lets a signal wait until everything is closed. */
    private static void end(Ending ending, CountDownLatch ended) {
        ending.ask();
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("terrace demo: gave up waiting for the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int run(List<String> arguments, Terminal terminal, Ending ending) throws Exception {
        try {
            Options options = Options.parse(arguments);
            switch (options.action()) {
                case HELP -> terminal.out().print(Options.USAGE);
                case CLEAN -> Demo.clean(options, terminal);
                case RUN -> {
                    log(options);
                    new Demo(options, terminal, ending).run();
                }
            }
            return 0;
        } catch (IllegalArgumentException e) {
            terminal.err().println("terrace demo: " + e.getMessage());
            return WRONG_OPTION;
        }
    }

    /** Keeps the log off the screen. Has an effect only before the first logger is made. */
    private static void log(Options options) {
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            return; // Home says so in a moment, with the fix
        }
        String file = Home.log(options.folder()).toString();
        System.setProperty("org.slf4j.simpleLogger.logFile", file);
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    }
}
