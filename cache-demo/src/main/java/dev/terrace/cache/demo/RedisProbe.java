package dev.terrace.cache.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out whether a Redis is there that the demo can use. */
final class RedisProbe {

    static final String USUAL = "redis://localhost:6379";

    private static final int USUAL_PORT = 6379;
    private static final int PATIENCE_MILLIS = 300;
    private static final int ENOUGH = 256;
    private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)\\.(\\d+)");
    private static final int MAJOR = 6;
    private static final int MINOR = 2;

    private RedisProbe() {}

    /**
     * Returns the address to use; null for none.
     *
     * @param asked as in {@link Options#redis}
     * @throws IllegalArgumentException if one was asked for by its address and does not answer
     */
    static @Nullable String find(String asked) {
        return switch (asked) {
            case Options.NO_REDIS -> null;
            case Options.REDIS_IF_FOUND -> speaksRedis(USUAL_PORT) ? USUAL : null;
            default -> {
                checkListens(asked);
                yield asked;
            }
        };
    }

    private static void checkListens(String address) {
        URI uri = uri(address);
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), 10 * PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no Redis answers at " + uri.getHost() + ":" + port + "; start one there (redis-server --port "
                            + port + "), or leave --redis out",
                    e);
        }
    }

    /** Returns an address without its password. */
    static String shown(String address) {
        URI uri = uri(address);
        return uri.getHost() + ":" + (uri.getPort() < 0 ? USUAL_PORT : uri.getPort());
    }

    private static URI uri(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the address: there may be a password in it.
        }
        throw new IllegalArgumentException("--redis must be an address such as " + USUAL + ", or none");
    }

    /** Returns true if a Redis that needs no password and is young enough listens on this machine. */
    static boolean speaksRedis(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readNBytes(ENOUGH);
            Matcher version = VERSION.matcher(new String(answer, StandardCharsets.US_ASCII));
            return version.find() && isYoung(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isYoung(int major, int minor) {
        return major > MAJOR || (major == MAJOR && minor >= MINOR);
    }
}
