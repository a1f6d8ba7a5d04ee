package dev.terrace.cache.demo;

import dev.terrace.cache.demo.shop.Progress;
import java.io.PrintStream;
import java.util.Locale;

/** Where the demo tells what it does. Safe for use by many threads. */
final class Screen implements Progress {

    private static final int STEPS = 4;

    private final PrintStream out;
    private final Ending ending;
    private int lastStep;

    /**
     * Makes it.
     *
     * @param ending ends long work
     */
    Screen(PrintStream out, Ending ending) {
        this.out = out;
        this.ending = ending;
    }

    /** Prints what has happened. */
    @Override
    public void say(String line) {
        line("  > " + line);
    }

    synchronized void line(String text) {
        out.println(text);
    }

    /** Prints text of several lines, set off from what is around it. */
    synchronized void block(String text) {
        out.println();
        out.println(text.stripTrailing());
        out.println();
    }

    @Override
    public boolean at(long done, long all) {
        int step = (int) (done * STEPS / all);
        if (step != lastStep) {
            lastStep = step;
            line(String.format(Locale.ROOT, "  filling the database, only this once: %,d of %,d rows", done, all));
        }
        return !ending.isAsked();
    }
}
