package dev.terrace.cache.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads addresses. What it says of a wrong one shows neither user nor password. */
final class RedisUrl {

    private static final String FORM = "redis://[user:password@]host[:port][/database], or rediss:// for TLS";

    private RedisUrl() {}

    /** Reads the address of one server. */
    static RedisSettings parse(String url) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw wrong("the scheme " + (scheme.isEmpty() ? "is missing" : "is " + scheme));
        }
        if (uri.getHost() == null) {
            throw wrong("the host is missing, or has characters that must be percent-encoded");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("there are parameters behind it; set timeouts and the like by the methods of RedisTier");
        }
        int port = uri.getPort() < 0 ? HostPort.REDIS_PORT : uri.getPort();
        RedisSettings settings = RedisSettings.of(
                        Deployment.standalone(HostPort.parse(uri.getHost() + ':' + port, port)))
                .withLogin(login(uri.getRawUserInfo()))
                .withDatabase(database(uri.getRawPath()));
        return scheme.equals("rediss") ? settings.withTls(Tls.SYSTEM) : settings;
    }

    private static URI uri(String url) {
        try {
            return new URI(url.trim());
        } catch (URISyntaxException e) {
            // Without the cause: it quotes the whole text.
            throw wrong("it is no URI");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("url must be " + FORM + " but " + what);
    }

    private static Login login(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return Login.NONE;
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw wrong("there is a user without a password; write :password@ for the default user");
        }
        String user = decode(userInfo.substring(0, colon));
        return new Login(user.isEmpty() ? null : user, new Secret(decode(userInfo.substring(colon + 1))));
    }

    /** A plus sign stands for itself in this part of an address. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("user or password are not percent-encoded");
        }
    }

    private static int database(@Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,7}")) {
            throw wrong("the database is no number");
        }
        return Integer.parseInt(path.substring(1));
    }

    /** Reads addresses of the form {@code host:port}. */
    static List<HostPort> nodes(int defaultPort, String... texts) {
        List<HostPort> nodes = new ArrayList<>();
        for (String text : texts) {
            if (text.indexOf('@') >= 0 || text.indexOf('/') >= 0) {
                throw new IllegalArgumentException("a node must be host:port, without scheme, user and password;"
                        + " pass those by login(...) and tls()");
            }
            nodes.add(HostPort.parse(text, defaultPort));
        }
        return nodes;
    }
}
