package dev.terrace.cache.tier;

import java.util.Arrays;

/**
 * A set of characters of a glob: pairs of first and last code point, in the order written.
 *
 * @param ranges {@code first, last, first, last, ...}
 * @param negated whether the set matches what is in none of the ranges
 */
record GlobSet(int[] ranges, boolean negated) {
    boolean matches(int codePoint) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= codePoint && codePoint <= ranges[i + 1]) {
                return !negated;
            }
        }
        return negated;
    }

    /** Whether it matches nothing but ASCII, and so exactly one byte whichever text it is. */
    boolean onlyAscii() {
        return !negated && Arrays.stream(ranges).allMatch(codePoint -> codePoint < 0x80);
    }
}
