package dev.terrace.cache.tier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a pattern into tokens: a code point of its own, or one of the negative numbers below.
 *
 * <p>What Redis reads differently from what most people expect ({@code [a-]}, {@code [a-\]]}, {@code [z-a]}, {@code []},
 * an open bracket, a trailing backslash) is refused, so that an accepted pattern means the same on every tier.
 */
final class GlobParser {
    static final int ANY_RUN = -1;
    static final int ANY_ONE = -2;
    /** The token of set {@code i} is {@code FIRST_SET - i}. */
    static final int FIRST_SET = -3;

    static final int MAXIMUM_BYTES = 64 * 1024;

    private final String pattern;
    private final List<GlobSet> sets = new ArrayList<>();
    private int[] tokens;
    private int count;
    private int at;

    GlobParser(String pattern) {
        this.pattern = pattern;
        this.tokens = new int[Math.min(pattern.length(), MAXIMUM_BYTES)];
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, count);
    }

    GlobSet[] sets() {
        return sets.toArray(GlobSet[]::new);
    }

    GlobParser parse() {
        checkSize();
        while (at < pattern.length()) {
            int start = at;
            int c = next();
            switch (c) {
                case '*' -> addRun();
                case '?' -> add(ANY_ONE);
                case '[' -> addSet(start);
                case '\\' -> add(escaped(start));
                default -> add(c);
            }
        }
        return this;
    }

    private void checkSize() {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("pattern must not be empty; pass \"*\" to match every key");
        }
        int bytes =
                pattern.length() > MAXIMUM_BYTES ? pattern.length() : pattern.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("pattern must be at most " + MAXIMUM_BYTES
                    + " bytes of UTF-8 but has at least " + bytes + "; pass a shorter one, such as a prefix and \"*\"");
        }
    }

    private void add(int token) {
        tokens[count++] = token;
    }

    private void addRun() {
        if (count == 0 || tokens[count - 1] != ANY_RUN) {
            add(ANY_RUN);
        }
    }

    private int next() {
        int codePoint = pattern.codePointAt(at);
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw refuse("a lone surrogate", at, "pass well-formed text");
        }
        at += Character.charCount(codePoint);
        return codePoint;
    }

    private int escaped(int start) {
        if (at == pattern.length()) {
            throw refuse("a backslash that escapes nothing", start, "write \\\\ for a backslash");
        }
        return next();
    }

    private void addSet(int open) {
        boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
        if (negated) {
            at++;
        }
        List<Integer> ranges = new ArrayList<>();
        while (true) {
            requireInside(open);
            int start = at;
            int first = next();
            if (first == ']') {
                break;
            }
            addRange(ranges, open, start, first);
        }
        if (ranges.isEmpty()) {
            throw refuse("an empty set", open, "name a character in it, or write \\[ for a bracket");
        }
        add(FIRST_SET - sets.size());
        sets.add(new GlobSet(ranges.stream().mapToInt(Integer::intValue).toArray(), negated));
    }

    private void addRange(List<Integer> ranges, int open, int start, int first) {
        boolean isEscape = first == '\\';
        int low = isEscape ? escaped(start) : first;
        int high = low;
        requireInside(open);
        if (pattern.charAt(at) == '-') {
            if (isEscape) {
                throw refuse("a range that starts with an escape", start, "write \\- for a hyphen");
            }
            at++;
            requireInside(open);
            high = next();
            if (high == ']' || high == '\\') {
                throw refuse("a range without a plain last character", start, "write \\- for a hyphen");
            }
        }
        if (low > high) {
            throw refuse("an inverted range", start, "write the lower character first");
        }
        ranges.add(low);
        ranges.add(high);
    }

    private void requireInside(int open) {
        if (at == pattern.length()) {
            throw refuse("an open bracket", open, "close it with ], or write \\[ for a bracket");
        }
    }

    private IllegalArgumentException refuse(String what, int offset, String fix) {
        String shown = pattern.length() <= 200 ? pattern : pattern.substring(0, 200) + "...";
        return new IllegalArgumentException(
                "pattern \"" + shown + "\" has " + what + " at offset " + offset + "; " + fix);
    }
}
