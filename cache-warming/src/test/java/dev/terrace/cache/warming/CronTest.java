package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static Instant next(String expression, String zone, String now) {
        Instant moment = Instant.parse(now);
        return moment.plus(new Cron(expression, ZoneId.of(zone)).until(moment));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 6 * * *    | UTC              | 2026-01-01T05:59:59Z | 2026-01-01T06:00:00Z",
                "0 6 * * *    | UTC              | 2026-01-01T06:00:00Z | 2026-01-02T06:00:00Z",
                "*/15 * * * * | UTC              | 2026-01-01T05:59:59Z | 2026-01-01T06:00:00Z",
                "0 6 * * 1-5  | UTC              | 2026-01-02T07:00:00Z | 2026-01-05T06:00:00Z",
                "0 0 1 * *    | UTC              | 2026-01-15T00:00:00Z | 2026-02-01T00:00:00Z",
                "0 6 * * *    | Asia/Kolkata     | 2026-01-01T00:00:00Z | 2026-01-01T00:30:00Z",
                "0 6 * * *    | America/New_York | 2026-07-01T00:00:00Z | 2026-07-01T10:00:00Z",
                "0 6 * * *    | America/New_York | 2026-01-01T00:00:00Z | 2026-01-01T11:00:00Z",
            })
    void theNextTimeIsThatOfTheZone(String expression, String zone, String now, String next) {
        assertThat(next(expression, zone, now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2:30 does not exist on the 29th: the clock jumps from 2:00 to 3:00
                "30 2 * * * | 2026-03-28T01:31:00Z | 2026-03-29T01:30:00Z",
                "30 2 * * * | 2026-03-29T01:30:00Z | 2026-03-30T00:30:00Z",
                "0 * * * *  | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z",
                "0 * * * *  | 2026-03-29T01:00:00Z | 2026-03-29T02:00:00Z",
                "0 17 * * * | 2026-03-28T16:00:00Z | 2026-03-29T15:00:00Z",
                // 2:30 comes twice on the 25th: at 0:30 and at 1:30 UTC
                "30 2 * * * | 2026-10-24T01:00:00Z | 2026-10-25T00:30:00Z",
                "30 2 * * * | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z",
                "30 2 * * * | 2026-10-25T01:00:00Z | 2026-10-26T01:30:00Z",
                "0 17 * * * | 2026-10-24T15:00:00Z | 2026-10-25T16:00:00Z",
            })
    void daylightSavingNeitherSkipsARunNorRepeatsIt(String expression, String now, String next) {
        assertThat(next(expression, "Europe/Berlin", now)).isEqualTo(next);
    }

    @Test
    void aDateThatNeverComesIsFarAway() {
        assertThat(new Cron("0 0 31 2 *", ZoneOffset.UTC).until(Instant.EPOCH)).hasDays(3650);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "61 * * * *", "every day", "0 0 0 * * *"})
    void whatIsNoExpressionIsNamed(String expression) {
        assertThatThrownBy(() -> new Cron(expression, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + expression + "\"");
    }
}
