package dev.terrace.cache.warming;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The times of a Unix cron expression in a time zone. The expression is read against local time without a zone, and each
 * time is then placed in the zone by one rule: a time that daylight saving skips is as much later as the clock jumped, and
 * a time that comes twice is taken once, the first time.
 */
final class Cron {

    private static final Duration NEVER = Duration.ofDays(3650);

    private final ExecutionTime times;
    private final ZoneId zone;

    /**
     * Reads an expression.
     *
     * @param expression five fields: minute, hour, day of the month, month, day of the week
     * @throws IllegalArgumentException if it is not one
     */
    Cron(String expression, ZoneId zone) {
        try {
            times = ExecutionTime.forCron(
                    new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(expression));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cron must be five fields: minute, hour, day of month, month, day of week, such as \"0 6 * * 1-5\","
                            + " but was \"" + expression + "\": " + e.getMessage(),
                    e);
        }
        this.zone = zone;
    }

    /** Returns how long it is to the next time after a moment; ten years if there is none. */
    Duration until(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        while (true) {
            Optional<ZonedDateTime> next = times.nextExecution(local.atZone(ZoneOffset.UTC));
            if (next.isEmpty()) {
                return NEVER;
            }
            local = next.get().toLocalDateTime();
            Instant moment = ZonedDateTime.of(local, zone).toInstant();
            if (moment.isAfter(now)) {
                return Duration.between(now, moment);
            }
        }
    }
}
