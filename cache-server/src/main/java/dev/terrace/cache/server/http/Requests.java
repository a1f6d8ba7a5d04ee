package dev.terrace.cache.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads what a request says, within limits. */
public final class Requests {

    private static final int MOST_DRAINED = 1 << 16;

    private Requests() {}

    /**
     * Reads the body.
     *
     * @param most bytes
     * @throws Problem if it is longer
     */
    public static byte[] body(Context context, int most) {
        if (context.req().getContentLengthLong() > most) {
            drain(context);
            throw tooLarge(most);
        }
        try {
            byte[] read = context.req().getInputStream().readNBytes(most + 1);
            if (read.length > most) {
                drain(context);
                throw tooLarge(most);
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what is left of a body of reasonable length, so that its sender hears the answer: one that still sends when the
     * connection is closed loses it. For senders with a token only, since it waits for them.
     */
    static void drain(Context context) {
        if (context.req().getContentLengthLong() <= MOST_DRAINED) {
            try {
                context.req().getInputStream().readNBytes(MOST_DRAINED);
            } catch (IOException e) {
                // the sender is gone and needs no answer
            }
        }
    }

    private static Problem tooLarge(int most) {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "the body is longer than " + most + " bytes",
                "send less, or raise the limit where the server is made");
    }

    /** Returns a parameter; null if it was not sent, or is empty. */
    public static @Nullable String parameter(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * Returns a parameter that is a number.
     *
     * @throws Problem if it is none, or out of its range
     */
    public static int number(Context context, String name, int byDefault, int most) {
        String value = parameter(context, name);
        if (value == null) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(
                name + " must be a whole number from 1 to " + most + " but was \"" + value + "\"",
                "send " + name + "=" + byDefault);
    }
}
