package dev.terrace.cache.server.http;

import io.javalin.security.RouteRole;

/** Who may use a route. */
public enum Access implements RouteRole {
    /** Everybody, without a token. */
    OPEN,
    /** Whoever has the viewer's token or the admin's. */
    VIEWER,
    /** Whoever has the admin's token. */
    ADMIN;

    /** Returns true if whoever has this access may use a route that asks for the other. */
    public boolean covers(Access asked) {
        return compareTo(asked) >= 0;
    }
}
