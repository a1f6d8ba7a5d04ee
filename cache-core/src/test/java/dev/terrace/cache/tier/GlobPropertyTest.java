package dev.terrace.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random patterns and keys over few characters, so that many match. */
final class GlobPropertyTest {
    private static final int ROUNDS = 200_000;
    private static final String[] ASCII = {"a", "b", "c", "^", "-", "]", "!"};
    private static final String[] ALL = {"a", "b", "c", "-", "]", "é", "λ", "€", "😀", "😁"};

    private Random random = new Random();

    @BeforeEach
    void printTheSeed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    @Test
    void agreesWithTheReferenceOnEveryForm() {
        int matched = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String pattern = pattern(ALL);
            String key = text(ALL, 7);
            boolean expected = ReferenceMatcher.matches(pattern, key);
            Glob glob = Glob.compile(pattern);
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            assertThat(glob.matches(key)).as("%s on %s", pattern, key).isEqualTo(expected);
            assertThat(glob.matchesUtf8(bytes, 0, bytes.length))
                    .as("%s on %s", pattern, key)
                    .isEqualTo(expected);
            assertThat(glob.matchesUtf8(view(bytes)))
                    .as("%s on %s", pattern, key)
                    .isEqualTo(expected);
            assertThat(!expected || key.startsWith(glob.literalPrefix())).isTrue();
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void meansToRedisWhatItMeansHereOnAsciiKeys() {
        for (int i = 0; i < ROUNDS; i++) {
            String pattern = pattern(ASCII);
            String key = text(ASCII, 6);
            assertThat(RedisMatcher.matches(pattern, key))
                    .as("%s on %s", pattern, key)
                    .isEqualTo(Glob.compile(pattern).matches(key));
        }
    }

    @Test
    void redisPatternMatchesNoLess() {
        for (int i = 0; i < ROUNDS; i++) {
            Glob glob = Glob.compile(pattern(ALL));
            String key = text(ALL, 5);
            boolean inRedis = RedisMatcher.matches(glob.redisPattern(), key);
            boolean here = glob.matches(key);
            assertThat(inRedis || !here)
                    .as("%s as %s on %s", glob, glob.redisPattern(), key)
                    .isTrue();
            if (glob.redisPatternIsExact()) {
                assertThat(inRedis)
                        .as("%s as %s on %s", glob, glob.redisPattern(), key)
                        .isEqualTo(here);
            }
        }
    }

    @Test
    void escapedTextIsALiteral() {
        for (int i = 0; i < 10_000; i++) {
            String text = text(new String[] {"*", "?", "[", "]", "\\", "^", "-", "é"}, 6) + "x";
            assertThat(Glob.compile(Glob.escape(text)).matches(text)).isTrue();
            assertThat(Glob.compile(Glob.escape(text)).literalPrefix()).isEqualTo(text);
        }
    }

    private static ByteAt view(byte[] bytes) {
        return new ByteAt() {
            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public byte at(int index) {
                return bytes[index];
            }
        };
    }

    private String text(String[] alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(one(alphabet));
        }
        return text.toString();
    }

    private String one(String[] alphabet) {
        return alphabet[random.nextInt(alphabet.length)];
    }

    private String pattern(String[] alphabet) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0, 1 -> pattern.append('*');
                case 2 -> pattern.append('?');
                case 3 -> pattern.append(set(alphabet));
                case 4 -> pattern.append('\\').append(one(alphabet));
                default -> pattern.append(one(alphabet));
            }
        }
        return pattern.toString();
    }

    private String set(String[] alphabet) {
        StringBuilder set = new StringBuilder(random.nextBoolean() ? "[^" : "[");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String first = one(alphabet);
            String last = one(alphabet);
            boolean isPlain = first.compareTo("a") >= 0 && last.codePointAt(0) > first.codePointAt(0);
            if (isPlain && random.nextBoolean()) {
                set.append(first).append('-').append(last);
            } else {
                set.append('\\').append(first);
            }
        }
        return set.append(']').toString();
    }
}
