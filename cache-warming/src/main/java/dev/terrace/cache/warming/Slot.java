package dev.terrace.cache.warming;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * An hour of the week by local time.
 *
 * @param day 0 for Monday to 6
 * @param hour 0 to 23
 */
record Slot(int day, int hour) {

    static final int HOURS = 24;
    static final int DAYS = 7;

    /** Returns the one that a moment lies in; with daylight saving an hour may come twice a day, or not at all. */
    static Slot at(long millis, ZoneId zone) {
        ZonedDateTime local = Instant.ofEpochMilli(millis).atZone(zone);
        return new Slot(local.getDayOfWeek().getValue() - 1, local.getHour());
    }
}
