package dev.terrace.cache.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request that changes something, or tried to: who, what, and how it ended. Paths are logged as they
 * came, percent signs and all, so that no key can begin a line of its own.
 */
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.terrace.cache.server.audit");
    private static final String DETAIL = "terrace.audit";
    private static final int LONGEST = 512;

    /** Notes what the request asks for beyond its path, for the line that will be written. */
    public static void detail(Context context, String what) {
        context.attribute(DETAIL, what);
    }

    void record(Context context) {
        if (context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.HEAD)) {
            return;
        }
        String query = context.queryString();
        String target = context.req().getRequestURI() + (query == null ? "" : "?" + query);
        String detail = context.attribute(DETAIL);
        LOG.info(
                "audit role={} method={} target={} status={} from={} detail={}",
                Authentication.access(context),
                context.method(),
                printable(target),
                context.statusCode(),
                context.ip(),
                detail == null ? "-" : printable(detail));
    }

    /** Keeps a line a line, and short. */
    static String printable(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return cut.replaceAll("\\p{Cntrl}|[\\u2028\\u2029]", "?");
    }
}
