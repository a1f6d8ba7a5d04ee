package dev.terrace.cache.config;

import dev.terrace.cache.codec.KeyRing;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads {@code 2:base64,1:base64}. Never puts a part of the text into a message. */
final class KeyRingText {

    private KeyRingText() {}

    /** Returns the ring; null if the text is none. */
    static @Nullable KeyRing read(String text) {
        KeyRing ring = null;
        try {
            for (String part : text.split(",", -1)) {
                int colon = part.indexOf(':');
                int id = Integer.parseInt(part.substring(0, Math.max(0, colon)).trim());
                byte[] key =
                        Base64.getDecoder().decode(part.substring(colon + 1).trim());
                ring = ring == null ? KeyRing.of(id, key) : ring.addOlder(id, key);
            }
            return ring;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
