package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({"412000, 0.41 ms", "9990000, 9.99 ms", "112400000, 112 ms"})
    void aTimeIsShownInMilliseconds(long nanos, String shown) {
        assertThat(Texts.duration(nanos)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "1, 100 %", "0.841, 84 %", "0.004, 0.4 %", "0.996, 99.6 %"})
    void aShareHidesNothing(double share, String shown) {
        assertThat(Texts.percent(share)).isEqualTo(shown);
    }

    @Test
    void aTokenOfTheEnvironmentIsNotShown() {
        SignIn given = SignIn.fromEnvironment(Map.of("TERRACE_ADMIN_TOKEN", "secret-0123456789abc"));
        SignIn made = SignIn.fromEnvironment(Map.of());

        assertThat(given.fragment() + given.shown() + given).doesNotContain("secret");
        assertThat(made.fragment()).isEqualTo("#token=" + made.shown());
        assertThat(made).hasToString("SignIn[not shown]");
    }

    @Test
    void theAddressOfARedisIsShownWithoutItsPassword() {
        assertThat(RedisProbe.shown("redis://me:secret@cache.example")).isEqualTo("cache.example:6379");
    }
}
