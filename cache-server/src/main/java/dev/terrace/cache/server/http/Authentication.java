package dev.terrace.cache.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its bearer token who sends a request. Compares digests, every one each time, in a time that does not depend on
 * where they differ.
 */
public final class Authentication {

    private static final String ACCESS = "terrace.access";
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 1024;
    private static final int DIGEST_BYTES = 32;

    private final byte[] admin;
    private final byte[] viewer;

    /**
     * Makes it.
     *
     * @param admin the admin's token; null for no admin
     * @param viewer the viewer's token; null for no viewer
     */
    public Authentication(@Nullable String admin, @Nullable String viewer) {
        this.admin = admin == null ? nobody() : digest(admin);
        this.viewer = viewer == null ? nobody() : digest(viewer);
    }

    /** Returns what no token's digest is equal to. */
    private static byte[] nobody() {
        byte[] random = new byte[DIGEST_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256; use one that does", e);
        }
    }

    /** Notes who sends the request. */
    void identify(Context context) {
        context.attribute(ACCESS, accessOf(context.header("Authorization")));
    }

    private Access accessOf(@Nullable String header) {
        boolean isBearer = header != null
                && header.length() <= LONGEST_TOKEN
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        if (header == null || !isBearer) {
            return Access.OPEN;
        }
        byte[] given = digest(header.substring(SCHEME.length()).trim());
        boolean isAdmin = MessageDigest.isEqual(admin, given);
        boolean isViewer = MessageDigest.isEqual(viewer, given);
        if (isAdmin) {
            return Access.ADMIN;
        }
        return isViewer ? Access.VIEWER : Access.OPEN;
    }

    /** Returns who sends the request. */
    static Access access(Context context) {
        Access noted = context.attribute(ACCESS);
        return noted == null ? Access.OPEN : noted;
    }

    /** Refuses a request whose sender may not use the route. */
    static void check(Context context, Access asked) {
        Access access = access(context);
        if (access.covers(asked)) {
            return;
        }
        if (access == Access.OPEN) {
            context.header("WWW-Authenticate", "Bearer realm=\"terrace\"");
            context.header("Connection", "close"); // whoever has no token keeps no connection either
            throw new Problem(
                    HttpStatus.UNAUTHORIZED,
                    "this needs a token, and none or an unknown one was sent",
                    "send the header Authorization: Bearer <token>");
        }
        Requests.drain(context);
        throw new Problem(
                HttpStatus.FORBIDDEN, "this changes the cache, which a viewer may not", "send the admin's token");
    }
}
