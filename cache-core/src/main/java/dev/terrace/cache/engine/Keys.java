package dev.terrace.cache.engine;

import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The checks of names and values that callers pass. */
final class Keys {

    /** How many bytes of UTF-8 a key may have. */
    static final int MAXIMUM_BYTES = 64 << 10;

    private static final int BYTES_PER_CHAR = 3;
    private static final int LONGEST_SHOWN = 100;
    private static final String DEFAULT_REGION = "default";

    private Keys() {}

    /** Returns the name of an entry, or refuses the key. */
    static TierKey checked(String region, @Nullable String key) {
        if (key == null) {
            throw new IllegalArgumentException("key must not be null; pass the name of an entry");
        }
        checkText("key", key);
        if (key.length() > MAXIMUM_BYTES / BYTES_PER_CHAR) {
            int bytes = key.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAXIMUM_BYTES) {
                throw new IllegalArgumentException("key must be at most " + MAXIMUM_BYTES + " bytes of UTF-8 but has "
                        + bytes + "; use a hash of it as key");
            }
        }
        return new TierKey(region, key);
    }

    /**
     * Half a surrogate pair has no UTF-8: as bytes two such keys would be one. Nearly every key has no surrogate at
     * all, which a loop without a branch finds in a fraction of the time.
     */
    private static void checkText(String what, String key) {
        int bits = 0;
        for (int i = 0; i < key.length(); i++) {
            bits |= key.charAt(i);
        }
        if (bits >= Character.MIN_SURROGATE) {
            checkSurrogates(what, key);
        }
    }

    private static void checkSurrogates(String what, String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < key.length() && Character.isLowSurrogate(key.charAt(i + 1))) {
                i++;
            } else {
                throw new IllegalArgumentException(
                        what + " must be valid Unicode but has half a surrogate pair at index " + i
                                + "; encode binary text, for example as hexadecimal");
            }
        }
    }

    /** Returns the region's name, or refuses it. */
    static String checkedRegion(@Nullable String name) {
        if (name == null || !TierKey.isRegionName(name)) {
            throw new IllegalArgumentException("region name must be 1 to 64 letters, digits, dots, dashes or "
                    + "underscores but was " + shown(name) + "; replace what else there is by a dash");
        }
        return name;
    }

    private static String shown(@Nullable String text) {
        return text == null || text.length() <= LONGEST_SHOWN
                ? "\"" + text + "\""
                : "\"" + text.substring(0, LONGEST_SHOWN) + "...\" (" + text.length() + " characters)";
    }

    /** Returns the hash of a label, or refuses it. */
    static long labelHash(@Nullable String label) {
        if (label == null || label.isEmpty()) {
            throw new IllegalArgumentException("label must not be null or empty; leave it out for none");
        }
        checkText("label", label);
        return EntryFormat.labelHash(label);
    }

    /** Returns the value, or refuses null. */
    static <V> V checkedValue(@Nullable V value) {
        if (value == null) {
            throw new IllegalArgumentException("value must not be null; delete the key, or let a loader return null");
        }
        return value;
    }

    /** Splits a full key at its first colon. */
    static TierKey split(@Nullable String fullKey) {
        if (fullKey == null) {
            throw new IllegalArgumentException("fullKey must not be null; pass \"region:key\"");
        }
        int colon = fullKey.indexOf(':');
        return colon < 0
                ? checked(DEFAULT_REGION, fullKey)
                : checked(checkedRegion(fullKey.substring(0, colon)), fullKey.substring(colon + 1));
    }

    /** Refuses null where a value to compare with is needed. */
    static <V> V checkedExpected(@Nullable V expected) {
        return Arguments.given("expected", expected, "call setIfAbsent(key, value) where nothing is to be there");
    }
}
