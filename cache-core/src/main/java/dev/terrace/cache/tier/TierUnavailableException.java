package dev.terrace.cache.tier;

import dev.terrace.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A tier could not be asked. Reads and writes get over it without the caller noticing; conditional
 * operations, which only a shared tier can decide, pass it on.
 */
public final class TierUnavailableException extends CacheException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /**
     * Makes the exception.
     *
     * @param message tier, operation and reason; no secrets
     * @param outcomeUnknown true if the operation may have been carried out all the same
     */
    public TierUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Returns true if the operation may have been carried out all the same. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
