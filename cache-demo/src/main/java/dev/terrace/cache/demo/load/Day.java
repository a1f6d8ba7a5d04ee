package dev.terrace.cache.demo.load;

import java.time.Duration;
import java.util.Locale;

/**
 * The time of day in the shop, where a day takes two minutes. What is popular changes every four hours, most come in the
 * evening, and at four in the afternoon there is a sale, to which a crowd comes for two hours.
 *
 * @param hours since the first midnight
 */
public record Day(double hours) {

    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final int HOURS = 24;
    private static final int OPENS = 10;
    private static final int SALE_BEGINS = 16;
    private static final int SALE_ENDS = 18;
    private static final int HOURS_A_SHIFT = 4;
    private static final double QUIETEST = 0.4;
    private static final double BUSIEST_HOUR = 20;

    /** Returns the time of day, so long after the demo began: at ten in the morning of the first day. */
    public static Day after(Duration elapsed) {
        return new Day(OPENS + HOURS * (double) elapsed.toNanos() / LENGTH.toNanos());
    }

    private double hour() {
        return hours % HOURS;
    }

    /** Returns the number of the day, beginning with 1. */
    int number() {
        return 1 + (int) (hours / HOURS);
    }

    /** Returns true while the crowd is there. */
    boolean isSale() {
        return hour() >= SALE_BEGINS && hour() < SALE_ENDS;
    }

    /** Returns a number that changes with what is popular. */
    int shift() {
        return (int) (hours / HOURS_A_SHIFT);
    }

    /** Returns how many come, as a share of the most. */
    double share() {
        if (isSale()) {
            return 1;
        }
        double wave = (1 + Math.cos((hour() - BUSIEST_HOUR) / HOURS * 2 * Math.PI)) / 2;
        return QUIETEST + (1 - QUIETEST) * wave;
    }

    /** Returns the time as in {@code day 1 10:30}. */
    @Override
    public String toString() {
        int minutes = (int) (hour() * 60);
        return String.format(Locale.ROOT, "day %d %02d:%02d", number(), minutes / 60, minutes % 60);
    }
}
