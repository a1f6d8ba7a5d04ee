package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/** The root of what a cache throws besides {@link IllegalArgumentException} and {@link IllegalStateException}. */
public class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do; no secrets
     * @param cause null if there is none
     */
    public CacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
