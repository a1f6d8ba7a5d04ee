package dev.terrace.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    private static boolean matches(String pattern, String key) {
        Glob glob = Glob.compile(pattern);
        boolean matches = glob.matches(key);
        byte[] padded = ("[" + key + "]").getBytes(StandardCharsets.UTF_8);
        assertThat(glob.matchesUtf8(padded, 1, padded.length - 2))
                .as("as bytes")
                .isEqualTo(matches);
        return matches;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            user:*,        user:,          true
            user:*,        user:123,       true
            user:*,        users,          false
            *:123:*,       user:123:x,     true
            *a*b*c*,       xxaxxbxxcxx,    true
            *a*b*c*,       xxcxxbxxaxx,    false
            ab*ab,         ab,             false
            ab*ab,         abab,           true
            ?,             é,              true
            ?,             😀,             true
            ??,            é,              false
            [a-c]x,        bx,             true
            [a-c]x,        dx,             false
            [^a-c]x,       dx,             true
            [^a-c]x,       bx,             false
            [^a],          é,              true
            [α-ω]*,        λόγος,          true
            [😀-😂],       😁,             true
            [a^],          ^,              true
            [-a],          -,              true
            [\\]\\-],      ],              true
            [\\]\\-],      -,              true
            \\*\\?\\[\\\\, *?[\\,          true
            \\*,           x,              false
            a],            a],             true
            User,          user,           false
            """)
    void matchesAsDocumented(String pattern, String key, boolean expected) {
        assertThat(matches(pattern, key)).isEqualTo(expected);
    }

    @Test
    void emptyKeyMatchesOnlyStars() {
        assertThat(matches("*", "")).isTrue();
        assertThat(matches("**", "")).isTrue();
        assertThat(matches("?", "")).isFalse();
        assertThat(matches("a*", "")).isFalse();
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource(textBlock = """
                x[abc,     an open bracket,           1, \\[
                x[,        an open bracket,           1, \\[
                [a-,       an open bracket,           0, close it
                [a\\],     an open bracket,           0, close it
                ab\\,      a backslash,               2, \\\\
                [ab\\,     a backslash,               3, \\\\
                x[],       an empty set,              1, name a character
                [^],       an empty set,              0, name a character
                x[z-a],    an inverted range,         2, lower character first
                [a-],      a plain last character,    1, \\-
                [a-\\]],   a plain last character,    1, \\-
                [\\a-c],   starts with an escape,     1, \\-
                """)
        void namesThePatternTheOffsetAndTheFix(String pattern, String what, int offset, String fix) {
            assertThatThrownBy(() -> Glob.compile(pattern))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining('"' + pattern + '"')
                    .hasMessageContaining(what)
                    .hasMessageContaining("at offset " + offset + ";")
                    .hasMessageContaining(fix);
        }

        @Test
        @SuppressWarnings("NullAway") // misuse is what is tested
        void nullAndEmpty() {
            assertThatThrownBy(() -> Glob.compile(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pattern must not be null; pass \"*\" to match every key");
            assertThatThrownBy(() -> Glob.compile(""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pattern must not be empty");
        }

        @Test
        void loneSurrogates() {
            assertThatThrownBy(() -> Glob.compile("a\uD83D")).hasMessageContaining("a lone surrogate at offset 1");
            assertThatThrownBy(() -> Glob.compile("[a-\uDE00]")).hasMessageContaining("a lone surrogate at offset 3");
        }

        @Test
        void moreThan64KibibytesOfUtf8() {
            assertThat(Glob.compile("é".repeat(32 * 1024)).isLiteral()).isTrue();
            for (String tooLong : new String[] {"é".repeat(32 * 1024 + 1), "a".repeat(65_537), "a".repeat(1 << 20)}) {
                assertThatThrownBy(() -> Glob.compile(tooLong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("at most 65536 bytes")
                        .hasMessageContaining("pass a shorter one");
            }
        }

        @Test
        void longPatternsAreCutInTheMessage() {
            assertThatThrownBy(() -> Glob.compile("x".repeat(500) + "["))
                    .hasMessageContaining("x...\" has an open bracket at offset 500");
        }

        @Test
        void rangesOutsideTheArray() {
            assertThatThrownBy(() -> Glob.compile("*").matchesUtf8(new byte[3], 1, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class Shape {
        @Test
        void prefixIsWhatEveryMatchStartsWith() {
            assertThat(Glob.compile("user:12*").literalPrefix()).isEqualTo("user:12");
            assertThat(Glob.compile("a\\*b?").literalPrefix()).isEqualTo("a*b");
            assertThat(Glob.compile("😀[ab]").literalPrefix()).isEqualTo("😀");
            assertThat(Glob.compile("*").literalPrefix()).isEmpty();
        }

        @Test
        void literalsAndStarsAreRecognized() {
            assertThat(Glob.compile("a\\*").isLiteral()).isTrue();
            assertThat(Glob.compile("a*").isLiteral()).isFalse();
            assertThat(Glob.compile("***").matchesAll()).isTrue();
            assertThat(Glob.compile("*?").matchesAll()).isFalse();
        }

        @Test
        void globsAreEqualByPattern() {
            assertThat(Glob.compile("a*")).isEqualTo(Glob.compile("a*")).hasSameHashCodeAs(Glob.compile("a*"));
            assertThat(Glob.compile("a*")).isNotEqualTo(Glob.compile("a**")).hasToString("a*");
        }

        @Test
        void escapedTextMatchesOnlyItself() {
            String text = "*[a-c]?\\]^-é";
            Glob glob = Glob.compile(Glob.escape(text));
            assertThat(glob.isLiteral()).isTrue();
            assertThat(glob.literalPrefix()).isEqualTo(text);
            assertThat(Glob.escape("")).isEmpty();
        }
    }

    @Nested
    class MalformedBytes {
        @Test
        void countAsOneCharacterThatNoLiteralMatches() {
            byte[][] malformed = {
                {(byte) 0x80},
                {(byte) 0xC3},
                {(byte) 0xFF},
                {(byte) 0xC0, (byte) 0x80},
                {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                {(byte) 0xE2, (byte) 0x82, 'a'},
                {(byte) 0xF8, 'x'}
            };
            for (byte[] bytes : malformed) {
                assertThat(Glob.compile("?".repeat(bytes.length)).matchesUtf8(bytes, 0, bytes.length))
                        .isTrue();
                assertThat(Glob.compile("[^a]*").matchesUtf8(bytes, 0, bytes.length))
                        .isTrue();
                assertThat(Glob.compile("[\u0080-\uD7FF]*").matchesUtf8(bytes, 0, bytes.length))
                        .isFalse();
            }
        }
    }

    @Nested
    class Steps {
        @Test
        void stayWithinTheBoundOnPatternsThatBlowUpOthers() {
            assertThat(steps("*****a", "b".repeat(5000))).isLessThanOrEqualTo(bound(2, 5000));
            assertThat(steps("*a".repeat(50) + "c", "a".repeat(5000))).isLessThanOrEqualTo(bound(101, 5000));
            assertThat(steps("*" + "a".repeat(500) + "b", "a".repeat(1000))).isLessThanOrEqualTo(bound(502, 1000));
            assertThat(steps("*?".repeat(500) + "c", "a".repeat(1000))).isLessThanOrEqualTo(bound(1001, 1000));
        }

        @Test
        void areAboutOneACharacterWithOneStar() {
            assertThat(steps("user:*", "user:" + "1".repeat(5000))).isLessThanOrEqualTo(6);
            assertThat(steps("*:x", "1".repeat(5000))).isLessThanOrEqualTo(2 * 5000 + 2);
        }

        private long bound(long tokens, long length) {
            return (length + 1) * (tokens + 1);
        }

        private long steps(String pattern, String key) {
            Counting bytes = new Counting(key.getBytes(StandardCharsets.UTF_8));
            Glob.compile(pattern).matchesUtf8(bytes);
            return bytes.reads;
        }
    }

    /** Counts how often a byte is looked at. */
    private static final class Counting implements ByteAt {
        private final byte[] bytes;
        private long reads;

        Counting(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public byte at(int index) {
            reads++;
            return bytes[index];
        }
    }
}
