package dev.terrace.cache.metrics.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Texts {

    private static final long DAY = 86_400;
    private static final long HOUR = 3_600;
    private static final long MINUTE = 60;

    private Texts() {}

    /** Fills in a sentence, the same wherever it runs. */
    @FormatMethod
    static String say(@FormatString String sentence, Object... parts) {
        return String.format(Locale.ROOT, sentence, parts);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    static String nanos(double nanos) {
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        if (nanos < 1e6) {
            return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
        }
        return nanos < 1e9
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    static String bytes(double bytes) {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (1L << 30));
        }
        return bytes >= 1L << 20
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (1L << 20))
                : String.format(Locale.ROOT, "%.0f KiB", bytes / (1L << 10));
    }

    static String duration(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds >= DAY) {
            return String.format(Locale.ROOT, "%.1f d", seconds / DAY);
        }
        if (seconds >= HOUR) {
            return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
        }
        return seconds >= MINUTE
                ? String.format(Locale.ROOT, "%.1f min", seconds / MINUTE)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
