package dev.terrace.cache.codec;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The AES-256 keys of encrypted regions: one that writes, and older ones that still read.
 *
 * <p>Keys can be rotated while the cache runs; every later write uses the new key, and entries under the older ones
 * stay readable until their key is {@link #remove removed}. Nonces are random, so rotate before a key has written
 * four billion entries (NIST SP 800-38D, section 8.3). Safe from any thread.
 */
public final class KeyRing {

    private static final int KEY_BYTES = 32;

    private volatile Keys keys;

    private KeyRing(Keys keys) {
        this.keys = keys;
    }

    /**
     * Makes a ring with one key.
     *
     * @param id stored in the clear in every entry that the key writes; unique among all keys ever used
     * @param key 32 bytes, copied
     */
    public static KeyRing of(int id, byte[] key) {
        return new KeyRing(new Keys(id, Map.of(id, secret(id, key))));
    }

    /**
     * Makes a key current and keeps the others for reading; returns this ring.
     *
     * @throws IllegalArgumentException when the ring has another key of this id, or the key is not 32 bytes long
     */
    public synchronized KeyRing rotate(int id, byte[] key) {
        keys = new Keys(id, with(id, key));
        return this;
    }

    /**
     * Adds a key for reading only; returns this ring.
     *
     * @throws IllegalArgumentException when the ring has another key of this id, or the key is not 32 bytes long
     */
    public synchronized KeyRing addOlder(int id, byte[] key) {
        keys = new Keys(keys.current(), with(id, key));
        return this;
    }

    /**
     * Removes an older key, whose entries are misses from now on; returns this ring.
     *
     * @throws IllegalArgumentException when this is the current key
     */
    public synchronized KeyRing remove(int id) {
        if (id == keys.current()) {
            throw new IllegalArgumentException("key id must not be the current one but was "
                    + Integer.toUnsignedString(id) + "; rotate to another key first");
        }
        Map<Integer, SecretKey> fewer = new TreeMap<>(keys.byId());
        fewer.remove(id);
        keys = new Keys(keys.current(), fewer);
        return this;
    }

    private Map<Integer, SecretKey> with(int id, byte[] key) {
        Map<Integer, SecretKey> more = new TreeMap<>(keys.byId());
        SecretKey added = secret(id, key);
        SecretKey present = more.put(id, added);
        if (present != null && !present.equals(added)) {
            throw new IllegalArgumentException("key id must be unique but " + Integer.toUnsignedString(id)
                    + " is another key already; give every key an id of its own");
        }
        return more;
    }

    private static SecretKey secret(int id, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key " + Integer.toUnsignedString(id) + " must be " + KEY_BYTES
                    + " bytes long but was " + key.length + "; pass a random AES-256 key");
        }
        return new SecretKeySpec(key, "AES");
    }

    /** Returns the id of the key that writes. */
    public int currentId() {
        return keys.current();
    }

    /** Id and key for one write: read together, so that a rotation never mixes two keys. */
    Writing writing() {
        Keys now = keys;
        return new Writing(now.current(), now.require(now.current()));
    }

    @Nullable
    SecretKey find(int id) {
        return keys.byId().get(id);
    }

    /** Shows the ids only. */
    @Override
    public String toString() {
        Keys now = keys;
        return "KeyRing[current=" + Integer.toUnsignedString(now.current()) + ", ids="
                + now.byId().keySet().stream()
                        .map(Integer::toUnsignedString)
                        .collect(Collectors.joining(", ", "[", "]"))
                + "]";
    }

    record Writing(int id, SecretKey key) {
        @Override
        public String toString() {
            return "Writing[id=" + id + "]";
        }
    }

    private record Keys(int current, Map<Integer, SecretKey> byId) {
        SecretKey require(int id) {
            SecretKey key = byId.get(id);
            if (key == null) {
                throw new IllegalStateException("no key " + id);
            }
            return key;
        }
    }
}
