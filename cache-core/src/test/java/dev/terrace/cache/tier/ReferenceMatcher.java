package dev.terrace.cache.tier;

/** The glob's meaning written down as plainly as it goes, without regard for time. Only for valid patterns. */
final class ReferenceMatcher {
    private final int[] pattern;
    private final int[] text;

    private ReferenceMatcher(String pattern, String text) {
        this.pattern = pattern.codePoints().toArray();
        this.text = text.codePoints().toArray();
    }

    static boolean matches(String pattern, String text) {
        return new ReferenceMatcher(pattern, text).from(0, 0);
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
        return switch (pattern[p]) {
            case '?' -> from(p + 1, t + 1);
            case '\\' -> pattern[p + 1] == text[t] && from(p + 2, t + 1);
            case '[' -> inSet(p + 1, text[t]) && from(afterSet(p + 1), t + 1);
            default -> pattern[p] == text[t] && from(p + 1, t + 1);
        };
    }

    private boolean inSet(int start, int c) {
        boolean negated = pattern[start] == '^';
        boolean found = false;
        int p = negated ? start + 1 : start;
        while (pattern[p] != ']') {
            if (pattern[p] == '\\') {
                found |= pattern[p + 1] == c;
                p += 2;
            } else if (pattern[p + 1] == '-') {
                found |= pattern[p] <= c && c <= pattern[p + 2];
                p += 3;
            } else {
                found |= pattern[p] == c;
                p++;
            }
        }
        return found != negated;
    }

    private int afterSet(int start) {
        int p = start;
        while (pattern[p] != ']') {
            p += pattern[p] == '\\' ? 2 : 1;
        }
        return p + 1;
    }
}
