package dev.terrace.cache.codec;

import dev.terrace.cache.codec.UndecodableEntryException.Reason;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM over a payload: u32 key id, 12 bytes random nonce, ciphertext, 16 bytes tag.
 *
 * <p>Authenticated beside the text: the full key, then the header without payload length and checksum, then the
 * labels. So an entry cannot be moved to another key, nor its times or tag be changed. Safe from any thread.
 */
final class PayloadCipher {

    static final int KEY_ID_BYTES = Integer.BYTES;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /** By how much encryption lengthens a payload. */
    static final int OVERHEAD_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    PayloadCipher(KeyRing keys) {
        this.keys = keys;
    }

    /** Encrypts the start of an array into the payload of an entry whose header is written already. */
    void seal(byte[] source, int length, byte[] entry, int payloadOffset, byte[] fullKeyUtf8) {
        KeyRing.Writing writing = keys.writing();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        INTS.set(entry, payloadOffset, writing.id());
        System.arraycopy(nonce, 0, entry, payloadOffset + KEY_ID_BYTES, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, writing.key(), new GCMParameterSpec(TAG_BYTES * 8, nonce));
            authenticate(cipher, fullKeyUtf8, entry, payloadOffset);
            cipher.doFinal(source, 0, length, entry, payloadOffset + KEY_ID_BYTES + NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "AES-256-GCM must be offered by the JDK; use one with the SunJCE provider", e);
        }
    }

    /** Decrypts an entry's payload into a sink; the length of the text is the sink's size. */
    void open(Entry entry, byte[] fullKeyUtf8, ByteSink target) {
        byte[] bytes = entry.bytes();
        int offset = entry.payloadOffset();
        int textBytes = entry.payloadLength() - OVERHEAD_BYTES;
        if (textBytes < 0) {
            throw new UndecodableEntryException(Reason.DECRYPTION, "the payload is shorter than nonce and tag");
        }
        int keyId = (int) INTS.get(bytes, offset);
        SecretKey key = keys.find(keyId);
        if (key == null) {
            throw new UndecodableEntryException(
                    Reason.DECRYPTION, "key " + Integer.toUnsignedString(keyId) + " is not in the ring");
        }
        try {
            GCMParameterSpec parameters =
                    new GCMParameterSpec(TAG_BYTES * 8, bytes, offset + KEY_ID_BYTES, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, parameters);
            authenticate(cipher, fullKeyUtf8, bytes, offset);
            int from = offset + KEY_ID_BYTES + NONCE_BYTES;
            cipher.doFinal(bytes, from, textBytes + TAG_BYTES, target.claim(textBytes));
        } catch (GeneralSecurityException e) {
            throw new UndecodableEntryException(Reason.DECRYPTION, "the payload is not what was written", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, GCMParameterSpec parameters) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, parameters);
        return cipher;
    }

    private static void authenticate(Cipher cipher, byte[] fullKeyUtf8, byte[] entry, int payloadOffset) {
        cipher.updateAAD(fullKeyUtf8);
        cipher.updateAAD(entry, 0, EntryFormat.PAYLOAD_LENGTH_OFFSET);
        cipher.updateAAD(entry, EntryFormat.SCHEMA_OFFSET, payloadOffset - EntryFormat.SCHEMA_OFFSET);
    }
}
