package dev.terrace.cache.codec;

import dev.terrace.cache.tier.EntryFormat;
import java.io.Serial;

/** A value whose encoding is longer than an entry can hold; the message names the length and the limit. */
public final class PayloadTooLargeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long length;

    PayloadTooLargeException(long length) {
        super("payload must be at most " + EntryFormat.MAX_PAYLOAD + " bytes but needs at least " + length
                + "; cache smaller parts under keys of their own");
        this.length = length;
    }

    /** Returns the length in bytes that was reached when the value was refused; the whole may be longer. */
    public long length() {
        return length;
    }

    /** Returns the longest payload allowed, in bytes. */
    public long limit() {
        return EntryFormat.MAX_PAYLOAD;
    }
}
