package dev.terrace.cache.tier;

import static dev.terrace.cache.tier.GlobParser.ANY_ONE;
import static dev.terrace.cache.tier.GlobParser.ANY_RUN;
import static dev.terrace.cache.tier.GlobParser.FIRST_SET;

/**
 * A glob as Redis reads patterns, byte by byte, matching no less than the glob.
 *
 * <p>One character may be up to four bytes, which Redis has no word for: a token that can match more than ASCII becomes
 * {@code ?*}, "one byte and any more". Neighbouring ones melt into one ({@code ??} is {@code ??*}), because a star costs
 * Redis time. After {@value #MAXIMUM_STARS} stars the rest of the pattern is left to the caller's second match: Redis
 * gives up, without a match, at 1,000 nested stars, and older servers take time that grows with the power of the stars.
 */
final class RedisPattern {
    private static final int MAXIMUM_STARS = 16;

    private final StringBuilder text = new StringBuilder();
    private boolean isExact = true;
    private int stars;

    private RedisPattern() {}

    static RedisPattern of(int[] tokens, GlobSet[] sets) {
        RedisPattern pattern = new RedisPattern();
        int at = 0;
        while (at < tokens.length) {
            if (pattern.stars == MAXIMUM_STARS) {
                pattern.isExact = false;
                break;
            }
            int token = tokens[at];
            if (isWide(token, sets)) {
                at = pattern.addWideRun(tokens, sets, at);
            } else {
                pattern.addNarrow(token, sets);
                at++;
            }
        }
        return pattern;
    }

    String text() {
        return text.toString();
    }

    boolean isExact() {
        return isExact;
    }

    private static boolean isWide(int token, GlobSet[] sets) {
        return token < 0 && (token >= ANY_ONE || !sets[FIRST_SET - token].onlyAscii());
    }

    /** Adds the neighbouring tokens that take any number of bytes as question marks and one star. */
    private int addWideRun(int[] tokens, GlobSet[] sets, int from) {
        int at = from;
        for (; at < tokens.length && isWide(tokens[at], sets); at++) {
            if (tokens[at] != ANY_RUN) {
                text.append('?');
                isExact = false;
            }
        }
        text.append('*');
        stars++;
        return at;
    }

    private void addNarrow(int token, GlobSet[] sets) {
        if (token >= 0) {
            if (isSpecial(token)) {
                text.append('\\');
            }
            text.appendCodePoint(token);
            return;
        }
        text.append('[');
        int[] ranges = sets[FIRST_SET - token].ranges();
        for (int i = 0; i < ranges.length; i += 2) {
            addRange(ranges[i], ranges[i + 1]);
        }
        text.append(']');
    }

    /** Redis takes an escape for one character and never for the start of a range, and the last one as it stands. */
    private void addRange(int first, int last) {
        int low = first;
        while (low <= last && isSpecial(low)) {
            text.append('\\').appendCodePoint(low++);
        }
        if (low <= last) {
            text.appendCodePoint(low);
        }
        if (low < last) {
            text.append('-').appendCodePoint(last);
        }
    }

    private static boolean isSpecial(int c) {
        return switch (c) {
            case '*', '?', '[', ']', '\\', '^', '-' -> true;
            default -> false;
        };
    }
}
