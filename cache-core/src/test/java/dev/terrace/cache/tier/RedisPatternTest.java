package dev.terrace.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisPatternTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            user:*,       user:*,         true
            a**b,         a*b,            true
            schön,        schön,          true
            a?c,          a?*c,           false
            a??*?c,       a???*c,         false
            [a-c]x,       [a-c]x,         true
            [\\]\\^a],    [\\]\\^a],      true
            [!-~],        [!-~],          true
            [--a],        [\\-.-a],       true
            [[-a],        [\\[\\\\\\]\\^_-a], true
            [^a]x,        ?*x,            false
            [é]*,         ?*,             false
            a\\*[*],      a\\*[\\*],      true
            """)
    void saysWhatRedisUnderstands(String pattern, String expected, boolean isExact) {
        Glob glob = Glob.compile(pattern);
        assertThat(glob.redisPattern()).isEqualTo(expected);
        assertThat(glob.redisPatternIsExact()).isEqualTo(isExact);
    }

    @Test
    void manyStarsAreCutShort() {
        assertThat(Glob.compile("*a".repeat(15) + "*").redisPatternIsExact()).isTrue();
        Glob many = Glob.compile("*a".repeat(2000));
        assertThat(many.redisPattern()).isEqualTo("*a".repeat(15) + "*");
        assertThat(many.redisPatternIsExact()).isFalse();
    }
}
