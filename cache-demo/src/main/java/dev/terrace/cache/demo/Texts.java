package dev.terrace.cache.demo;

import java.util.Locale;

/** Numbers for people. */
final class Texts {

    private static final double MILLI = 1e6;
    private static final double HUNDRED = 100;
    private static final int PRECISE_BELOW = 10;

    private Texts() {}

    /** Returns a time in milliseconds, as in {@code 0.41 ms} or {@code 112 ms}. */
    static String duration(long nanos) {
        double millis = nanos / MILLI;
        return String.format(Locale.ROOT, millis < PRECISE_BELOW ? "%.2f ms" : "%.0f ms", millis);
    }

    /** Returns a share as in {@code 84 %}, with a digit more where that would hide something. */
    static String percent(double share) {
        double percent = share * HUNDRED;
        boolean isWhole = percent == 0 || percent == HUNDRED || (percent >= 1 && percent <= HUNDRED - 1);
        return String.format(Locale.ROOT, isWhole ? "%.0f %%" : "%.1f %%", percent);
    }
}
