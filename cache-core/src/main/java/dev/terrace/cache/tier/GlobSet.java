package dev.terrace.cache.tier;

import java.util.Arrays;

/** A set of characters of a glob, or all characters but those. */
final class GlobSet {
    /** Pairs of first and last code point, in the order written. */
    private final int[] ranges;

    private final boolean isNegated;

    GlobSet(int[] ranges, boolean isNegated) {
        this.ranges = ranges;
        this.isNegated = isNegated;
    }

    boolean matches(int codePoint) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= codePoint && codePoint <= ranges[i + 1]) {
                return !isNegated;
            }
        }
        return isNegated;
    }

    /** Whether it matches nothing but ASCII, and so exactly one byte whichever text it is. */
    boolean onlyAscii() {
        return !isNegated && Arrays.stream(ranges).allMatch(codePoint -> codePoint < 0x80);
    }

    /** Returns first and last code point of each range, one after the other; not to be changed. */
    int[] ranges() {
        return ranges;
    }
}
