package dev.terrace.cache.tier;

import static dev.terrace.cache.tier.GlobParser.ANY_ONE;
import static dev.terrace.cache.tier.GlobParser.ANY_RUN;
import static dev.terrace.cache.tier.GlobParser.FIRST_SET;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern for keys, with one meaning on every tier.
 *
 * <table>
 * <caption>Syntax</caption>
 * <tr><td>{@code *}</td><td>any run of characters, also an empty one</td></tr>
 * <tr><td>{@code ?}</td><td>one character</td></tr>
 * <tr><td>{@code [a-cx]}</td><td>one character of the set</td></tr>
 * <tr><td>{@code [^a-cx]}</td><td>one character that is not in the set</td></tr>
 * <tr><td>{@code \x}</td><td>the character x itself, inside and outside a set</td></tr>
 * </table>
 *
 * <p>A character is a Unicode code point and is compared as it is: case matters, nothing is normalized. Redis compares
 * bytes, so there {@code ?} and a set match one byte of {@code é}, not the character; {@link #redisPattern} allows for
 * that. On keys that are pure ASCII every accepted pattern means what it means to Redis.
 *
 * <p>Matching allocates nothing and reads at most {@code (n + 1) * m} characters for a key of {@code n} characters and a
 * pattern of {@code m}, and about {@code n} for a pattern with one star: only the last star passed is ever tried again.
 *
 * <p>Immutable and thread-safe.
 */
public final class Glob {
    private final String pattern;
    private final int[] tokens;
    private final GlobSet[] sets;
    private final String literalPrefix;

    private Glob(String pattern, int[] tokens, GlobSet[] sets) {
        this.pattern = pattern;
        this.tokens = tokens;
        this.sets = sets;
        this.literalPrefix = prefixOf(tokens);
    }

    /**
     * Compiles a pattern.
     *
     * @param pattern the pattern, not empty and at most 64 KiB of UTF-8
     * @throws IllegalArgumentException if the pattern is null, empty, too long or not well-formed; the message names the
     *     offset (in chars) and the fix
     */
    public static Glob compile(String pattern) {
        return compileNullable(pattern);
    }

    private static Glob compileNullable(@Nullable String pattern) {
        if (pattern == null) {
            throw new IllegalArgumentException("pattern must not be null; pass \"*\" to match every key");
        }
        GlobParser parser = new GlobParser(pattern).parse();
        return new Glob(pattern, parser.tokens(), parser.sets());
    }

    /** Returns a pattern that matches {@code literal} and nothing else; empty for an empty text. */
    public static String escape(String literal) {
        StringBuilder escaped = new StringBuilder(literal.length() + 8);
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == ']' || c == '\\') {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** Returns whether the whole of {@code key} matches. */
    public boolean matches(CharSequence key) {
        return matches(GlobText.CHARS, key, 0, key.length());
    }

    /**
     * Returns whether the UTF-8 text in {@code length} bytes from {@code offset} matches. A byte that is not well-formed
     * UTF-8 counts as one character that only {@code *}, {@code ?} and a negated set match.
     *
     * @throws IndexOutOfBoundsException if the range is not inside {@code bytes}
     */
    public boolean matchesUtf8(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return matches(GlobText.BYTES, bytes, offset, offset + length);
    }

    /** Returns whether the UTF-8 text in {@code bytes} matches, as {@link #matchesUtf8(byte[], int, int)} does. */
    public boolean matchesUtf8(ByteAt bytes) {
        return matches(GlobText.VIEW, bytes, 0, bytes.length());
    }

    /** Returns the text, without escapes, that every matching key starts with; may be empty. */
    public String literalPrefix() {
        return literalPrefix;
    }

    /** Returns whether it matches exactly one key, which is then {@link #literalPrefix}. */
    public boolean isLiteral() {
        for (int token : tokens) {
            if (token < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether it matches every key, as {@code *} does. */
    public boolean matchesAll() {
        return tokens.length == 1 && tokens[0] == ANY_RUN;
    }

    /**
     * Returns a pattern for {@code SCAN ... MATCH} which matches, as UTF-8, at least every key that this glob matches.
     * Where {@link #redisPatternIsExact} says no, it may match more, and each key found must be matched again here.
     */
    public String redisPattern() {
        return RedisPattern.of(tokens, sets).text();
    }

    /**
     * Returns whether {@link #redisPattern} matches exactly the same keys: so it is for literals (of any script), stars
     * and sets of ASCII characters, but not for {@code ?}, negated sets and sets with other characters, which take one
     * to four bytes.
     */
    public boolean redisPatternIsExact() {
        return RedisPattern.of(tokens, sets).isExact();
    }

    /** Greedy matching that goes back to the last star only: an earlier star can gain nothing by taking more. */
    private <T> boolean matches(GlobText<T> reader, T text, int start, int end) {
        int at = start;
        int token = 0;
        int tokenAfterStar = -1;
        int retryAt = start;
        while (at < end) {
            if (token < tokens.length && tokens[token] == ANY_RUN) {
                tokenAfterStar = ++token;
                retryAt = at;
                if (token == tokens.length) {
                    return true;
                }
                continue;
            }
            int codePoint = reader.codePointAt(text, at, end);
            if (token < tokens.length && matchesOne(tokens[token], codePoint)) {
                token++;
                at += reader.width(codePoint);
            } else if (tokenAfterStar < 0) {
                return false;
            } else {
                retryAt += reader.width(reader.codePointAt(text, retryAt, end));
                at = retryAt;
                token = tokenAfterStar;
            }
        }
        return token == tokens.length || (token == tokens.length - 1 && tokens[token] == ANY_RUN);
    }

    private boolean matchesOne(int token, int codePoint) {
        if (token >= 0) {
            return token == codePoint;
        }
        return token == ANY_ONE || sets[FIRST_SET - token].matches(codePoint);
    }

    private static String prefixOf(int[] tokens) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < tokens.length && tokens[i] >= 0; i++) {
            prefix.appendCodePoint(tokens[i]);
        }
        return prefix.toString();
    }

    /** Two globs are equal if their patterns are the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    /** Returns the pattern as it was written. */
    @Override
    public String toString() {
        return pattern;
    }
}
