package dev.terrace.cache.server.http;

import dev.terrace.cache.policy.Arguments;
import io.javalin.http.HttpStatus;
import java.io.Serial;
import java.util.Locale;

/** A request that is refused: what is answered instead, and what the client should do. */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String fix;

    /**
     * Makes a problem.
     *
     * @param status of the answer
     * @param detail what is wrong, with the value that was given
     * @param fix what to do instead
     */
    public Problem(HttpStatus status, String detail, String fix) {
        super(detail, null, false, false);
        this.status = Arguments.given("status", status, "pass an error's status");
        this.fix = fix;
    }

    /** Returns the problem of a request that names something wrong. */
    public static Problem badRequest(String detail, String fix) {
        return new Problem(HttpStatus.BAD_REQUEST, detail, fix);
    }

    /** Returns the problem of a request for what is not there. */
    public static Problem notFound(String detail, String fix) {
        return new Problem(HttpStatus.NOT_FOUND, detail, fix);
    }

    /** Returns the problem of a request that comes at the wrong time. */
    public static Problem conflict(String detail, String fix) {
        return new Problem(HttpStatus.CONFLICT, detail, fix);
    }

    /** Returns the status of the answer. */
    public HttpStatus status() {
        return status;
    }

    /** Returns what is answered. */
    Body body() {
        return body(status.getCode(), status.getMessage(), String.valueOf(getMessage()), fix);
    }

    static Body body(int status, String title, String detail, String fix) {
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return new Body("urn:terrace:problem:" + name, title, status, detail, fix);
    }

    /** Problem details after RFC 9457, with one member more: the fix. */
    record Body(String type, String title, int status, String detail, String fix) {}
}
