package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90s, PT1M30S",
        "15m, PT15M",
        "15 m, PT15M",
        "1h, PT1H",
        "7d, PT168H",
        "300, PT5M",
        "0, PT0S",
        "PT1H30M, PT1H30M",
        "P1D, PT24H",
        "36500d, PT876000H"
    })
    void durationsAreReadInEveryForm(String text, Duration meant) {
        assertThat(SettingText.duration("ttl", text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-5s",
                "PT-5S",
                "1.5h",
                "5 minutes",
                "15M",
                "1h30m",
                "P",
                "1w",
                "36501d",
                "0x10",
                "1e3",
                "999999999999999999d",
                "PT99999999999999999999S",
                "٣s",
                "1  s"
            })
    void durationsThatAreNoneAreRefusedWithExamples(String text) {
        assertThatThrownBy(() -> SettingText.duration("ttl", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ttl must be a duration such as 90s, 15m, 1h, PT1H30M or plain seconds but was \"" + text
                        + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "5B, 5",
        "1kB, 1000",
        "200MB, 200000000",
        "200 mb, 200000000",
        "2GB, 2000000000",
        "1TB, 1000000000000",
        "4KiB, 4096",
        "512MiB, 536870912",
        "1GiB, 1073741824",
        "1TiB, 1099511627776",
        "1.5GB, 1500000000",
        "0.0001kB, 0",
        "9223372036854775807, 9223372036854775807"
    })
    void sizesAreReadInEveryForm(String text, long meant) {
        assertThat(SettingText.bytes("max-bytes", text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "big",
                "-1",
                "-1MB",
                "1,5GB",
                "2 G B",
                "10PB",
                "1M",
                "9223372036854775808",
                "99999999TB",
                ".5MB",
                "1.MB",
                "0x10",
                "1e9"
            })
    void sizesThatAreNoneAreRefusedWithExamples(String text) {
        assertThatThrownBy(() -> SettingText.bytes("max-bytes", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "max-bytes must be a size such as 200MB, 2GB, 512MiB or plain bytes but was \"" + text + "\"");
    }

    @Test
    void endlessDigitsAreRefusedUnread() {
        String digits = "9".repeat(1_000_000);
        assertThatThrownBy(() -> SettingText.bytes("max-bytes", digits)).hasMessageEndingWith("9...\"");
        assertThatThrownBy(() -> SettingText.duration("ttl", digits)).hasMessageEndingWith("9...\"");
        assertThatThrownBy(() -> SettingText.duration("ttl", "PT" + digits + "S"))
                .hasMessageEndingWith("9...\"");
    }

    @Test
    void messagesStayOnOneLine() {
        assertThatThrownBy(() -> SettingText.bytes("max-bytes", "1\nERROR forged \u001b[31m"))
                .hasMessageEndingWith("\"1?ERROR forged ?[31m\"");
    }
}
