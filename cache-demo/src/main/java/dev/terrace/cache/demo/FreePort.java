package dev.terrace.cache.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Chooses ports. */
final class FreePort {

    private FreePort() {}

    /**
     * Returns the port to listen on.
     *
     * @param option that sets it
     * @param asked for; null if none was
     * @param usual taken if none was asked for and it is free
     * @return 0 for any
     * @throws IllegalArgumentException if the one asked for is taken
     */
    static int of(String option, @Nullable Integer asked, int usual) {
        if (asked == null) {
            return isFree(usual) ? usual : 0;
        }
        if (asked != 0 && !isFree(asked)) {
            throw new IllegalArgumentException(
                    option + "=" + asked + " is taken; choose another, or " + option + "=0 for any free one");
        }
        return asked;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
