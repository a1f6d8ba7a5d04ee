package dev.terrace.cache.redis;

/**
 * Where a server listens.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65,535
 */
record HostPort(String host, int port) {

    static final int REDIS_PORT = 6379;
    static final int SENTINEL_PORT = 26379;

    private static final int HIGHEST_PORT = 65_535;

    HostPort {
        if (host.isBlank() || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("an address must be host:port with a port from 1 to 65535 but was \""
                    + host + ":" + port + "\"; pass for example localhost:6379");
        }
    }

    /** Reads {@code host}, {@code host:port} or {@code [ipv6]:port}. */
    static HostPort parse(String text, int defaultPort) {
        String trimmed = text.trim();
        int bracket = trimmed.lastIndexOf(']');
        int colon = trimmed.lastIndexOf(':');
        boolean hasPort = colon > bracket && (bracket >= 0 || trimmed.indexOf(':') == colon);
        String host = hasPort ? trimmed.substring(0, colon) : trimmed;
        if (bracket >= 0 && host.startsWith("[")) {
            host = host.substring(1, bracket);
        }
        return new HostPort(host, hasPort ? port(trimmed.substring(colon + 1), text) : defaultPort);
    }

    private static int port(String digits, String text) {
        if (!digits.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("an address must be host:port with a port from 1 to 65535 but was \""
                    + text + "\"; pass for example localhost:6379");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
