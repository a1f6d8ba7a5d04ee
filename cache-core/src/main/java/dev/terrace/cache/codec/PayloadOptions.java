package dev.terrace.cache.codec;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a region's payloads between codec and tier: first compression, then encryption.
 *
 * @param compression applied to payloads of at least the threshold, and dropped where it does not shrink them
 * @param thresholdBytes shortest payload that is compressed, at least 0
 * @param keys encrypts every payload and refuses unencrypted ones; null stores them in the clear
 */
public record PayloadOptions(
        Compression compression,
        int thresholdBytes,
        @Nullable KeyRing keys) {

    /** The threshold unless another is given: below it the saving is smaller than the cost. */
    public static final int DEFAULT_THRESHOLD_BYTES = 1024;

    /** Checks compression and threshold. */
    public PayloadOptions {
        if (compression == null) {
            throw new IllegalArgumentException("compression must not be null; pass Compression.NONE for none");
        }
        if (thresholdBytes < 0) {
            throw new IllegalArgumentException("thresholdBytes must not be negative but was " + thresholdBytes
                    + "; pass 0 to compress every payload");
        }
    }

    /** Returns the options that change nothing: no compression, no encryption. */
    public static PayloadOptions plain() {
        return new PayloadOptions(Compression.NONE, DEFAULT_THRESHOLD_BYTES, null);
    }

    /** Returns these options with compression above the default threshold. */
    public PayloadOptions compressed(Compression with) {
        return new PayloadOptions(with, thresholdBytes, keys);
    }

    /** Returns these options with another threshold in bytes. */
    public PayloadOptions threshold(int bytes) {
        return new PayloadOptions(compression, bytes, keys);
    }

    /** Returns these options with encryption under the current key of a ring. */
    public PayloadOptions encrypted(KeyRing with) {
        return new PayloadOptions(compression, thresholdBytes, with);
    }
}
