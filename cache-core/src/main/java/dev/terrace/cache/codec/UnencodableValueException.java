package dev.terrace.cache.codec;

import java.io.Serial;

/** A value that the region's codec cannot write; the message names codec and type, the cause says why. */
public final class UnencodableValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnencodableValueException(String codec, Object value, Throwable cause) {
        super(
                "value must be writable by the codec \"" + codec + "\" but a "
                        + value.getClass().getName() + " was not ("
                        + cause.getClass().getSimpleName()
                        + "); make the type fit the codec or choose another codec for the region",
                cause);
    }
}
