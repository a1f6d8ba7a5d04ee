package dev.terrace.cache.tier;

import java.nio.charset.StandardCharsets;

/** How Redis is documented and observed to match, over bytes: a stand-in where no server runs. */
final class RedisMatcher {
    private final byte[] pattern;
    private final byte[] text;

    private RedisMatcher(String pattern, String text) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean matches(String pattern, String text) {
        return new RedisMatcher(pattern, text).from(0, 0);
    }

    private boolean from(int p, int t) {
        if (p == pattern.length) {
            return t == text.length;
        }
        if (pattern[p] == '*') {
            return from(p + 1, t) || (t < text.length && from(p, t + 1));
        }
        if (t == text.length) {
            return false;
        }
        if (pattern[p] == '[') {
            return set(p + 1, t);
        }
        int literal = pattern[p] == '\\' && p + 1 < pattern.length ? p + 1 : p;
        boolean isAny = pattern[p] == '?';
        return (isAny || pattern[literal] == text[t]) && from(literal + 1, t + 1);
    }

    private boolean set(int start, int t) {
        boolean negated = pattern[start] == '^';
        boolean found = false;
        int p = negated ? start + 1 : start;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                found |= pattern[p + 1] == text[t];
                p += 2;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                int low = Math.min(pattern[p], pattern[p + 2]);
                int high = Math.max(pattern[p], pattern[p + 2]);
                found |= low <= text[t] && text[t] <= high;
                p += 3;
            } else {
                found |= pattern[p] == text[t];
                p++;
            }
        }
        return found != negated && from(p + 1, t + 1);
    }
}
