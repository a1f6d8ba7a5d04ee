package dev.terrace.cache.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.security.RouteRole;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before and behind every route: headers, tokens, roles, the audit log, and problems in place of exceptions.
 */
public final class Gatehouse {

    private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);
    private static final String PROBLEM = "application/problem+json";

    /** The page may load its own files, talk to its own server, and nothing else. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                    + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Authentication authentication;
    private final AuditLog audit;
    private final boolean isEncrypted;

    /**
     * Makes it.
     *
     * @param isEncrypted true if browsers are to be told never to come without TLS again
     */
    public Gatehouse(Authentication authentication, AuditLog audit, boolean isEncrypted) {
        this.authentication = authentication;
        this.audit = audit;
        this.isEncrypted = isEncrypted;
    }

    /** Puts it around all routes. */
    public void guard(RoutesConfig routes) {
        routes.before(this::arrive);
        routes.beforeMatched(Gatehouse::checkRole);
        routes.after(audit::record);
        routes.exception(Problem.class, (problem, context) -> refuse(context, problem));
        routes.exception(HttpResponseException.class, (e, context) -> refuse(context, unmatched(context, e)));
        routes.exception(
                IllegalArgumentException.class,
                (e, context) -> refuse(context, Problem.badRequest(text(e), "change the request as the detail says")));
        routes.exception(Exception.class, Gatehouse::fail);
    }

    private void arrive(Context context) {
        HEADERS.forEach(context::header);
        if (isEncrypted) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
        authentication.identify(context);
    }

    private static void checkRole(Context context) {
        Access asked = Access.OPEN;
        for (RouteRole role : context.routeRoles()) {
            asked = (Access) role;
        }
        Authentication.check(context, asked);
    }

    /** Where there is no route: whoever has no token is not told. */
    private static Problem unmatched(Context context, HttpResponseException e) {
        if (Authentication.access(context) == Access.OPEN) {
            try {
                Authentication.check(context, Access.VIEWER);
            } catch (Problem problem) {
                return problem;
            }
        }
        e.getDetails().forEach((name, value) -> {
            if (name.equals("availableMethods")) {
                context.header("Allow", value);
            }
        });
        String fix = e.getStatus() == HttpStatus.NOT_FOUND.getCode()
                ? "look for the route in /openapi.json"
                : "look for the method in /openapi.json";
        return new Problem(HttpStatus.forStatus(e.getStatus()), text(e), fix);
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void refuse(Context context, Problem problem) {
        write(context, problem.body());
    }

    private static void fail(Exception e, Context context) {
        LOG.error(
                "request_failed method={} path={}",
                context.method(),
                context.req().getRequestURI(),
                e);
        write(
                context,
                Problem.body(500, "Internal Server Error", "the request failed", "look for request_failed in the log"));
    }

    private static void write(Context context, Problem.Body body) {
        context.status(body.status()).contentType(PROBLEM).result(Json.bytes(body));
    }
}
