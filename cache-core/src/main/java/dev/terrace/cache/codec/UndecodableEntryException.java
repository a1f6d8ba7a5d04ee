package dev.terrace.cache.codec;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A stored entry that yields no value; the engine counts it by {@link #reason()} and treats it as a miss.
 *
 * <p>Has no stack trace of its own: corrupt data may come in thousands, and the reason says all.
 */
public final class UndecodableEntryException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UndecodableEntryException(Reason reason, String message) {
        this(reason, message, null);
    }

    UndecodableEntryException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason + ": " + message, cause, false, false);
        this.reason = reason;
    }

    /** Returns what was wrong. */
    public Reason reason() {
        return reason;
    }

    /** What can be wrong with an entry. */
    public enum Reason {
        /** The bytes were damaged, or belong to another key. */
        CHECKSUM,
        /** The value type had another shape when this was written. */
        SCHEMA,
        /** Another codec wrote this. */
        CODEC,
        /** A newer release wrote this; see {@link dev.terrace.cache.tier.EntryFormat#isNewerVersion}. */
        VERSION,
        /** The key is not in the ring, the text was tampered with, or it is not encrypted although it must be. */
        DECRYPTION,
        /** The library is missing, or the compressed bytes do not yield what they state. */
        COMPRESSION,
        /** The codec could not read the payload, or there is none. */
        PAYLOAD
    }
}
