package dev.terrace.cache.tier;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of one entry: a region and a key inside it. Immutable; the UTF-8 form of the full key
 * ({@code region:key}) is made once, at the first call that needs it.
 */
public final class TierKey {

    private static final Pattern REGION_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final String region;
    private final String key;
    private byte @org.jspecify.annotations.Nullable [] utf8;

    /**
     * Names an entry.
     *
     * @param region the region's name, without a colon
     * @param key the key inside the region, any characters
     */
    public TierKey(String region, String key) {
        this.region = region;
        this.key = key;
    }

    /** Returns true for 1 to 64 letters, digits, dots, dashes and underscores: what a region may be called. */
    public static boolean isRegionName(String name) {
        return REGION_NAME.matcher(name).matches();
    }

    /** Returns the region's name. */
    public String region() {
        return region;
    }

    /** Returns the key inside the region. */
    public String key() {
        return key;
    }

    /** Returns {@code region:key}. Allocates. */
    public String fullKey() {
        return region + ':' + key;
    }

    /** Returns the UTF-8 bytes of {@link #fullKey()}; shared, must not be changed. */
    public byte[] utf8() {
        byte[] bytes = utf8;
        if (bytes == null) {
            bytes = fullKey().getBytes(StandardCharsets.UTF_8);
            utf8 = bytes;
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TierKey that && key.equals(that.key) && region.equals(that.region);
    }

    @Override
    public int hashCode() {
        return 31 * region.hashCode() + key.hashCode();
    }

    @Override
    public String toString() {
        return fullKey();
    }
}
