package dev.terrace.cache.cli.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final double STEP = 1000;
    private static final double SMALL = 9.95;

    private Numbers() {}

    /** Returns a count with separators: {@code 12,345}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a share as {@code 12.3 %}. */
    public static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** Returns a size as {@code 1.2 MB}, in powers of 1000. */
    public static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double scaled = (double) bytes;
        int unit = -1;
        while (scaled >= STEP && unit < UNITS.length - 1) {
            scaled /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, scaled < SMALL ? "%.1f %s" : "%.0f %s", scaled, UNITS[unit]);
    }

    /** Returns a time as {@code 2.3 ms}. */
    public static String nanos(long nanos) {
        if (nanos < STEP) {
            return String.format(Locale.ROOT, "%d ns", nanos);
        }
        if (nanos < STEP * STEP) {
            return String.format(Locale.ROOT, "%.1f µs", nanos / STEP);
        }
        double millis = nanos / STEP / STEP;
        return millis < STEP
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / STEP);
    }

    /** Returns a rather long time as {@code 3d 4h}, {@code 5m 6s} or {@code 0s}. */
    public static String duration(Duration time) {
        long days = time.toDays();
        if (days > 0) {
            return days + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m " + time.toSecondsPart() + "s" : time.toSecondsPart() + "s";
    }
}
