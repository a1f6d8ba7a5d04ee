package dev.terrace.cache.benchmarks.guard;

import dev.terrace.cache.redis.server.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The commands that a server gets and that name a key, by {@code MONITOR}. What names none (heartbeats, the clock) and what
 * a script does inside the server is left out.
 */
final class RoundTrips implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final RedisServer server;
    private final Socket socket;
    private final BufferedReader lines;
    private int marks;

    RoundTrips(RedisServer server) throws IOException {
        this.server = server;
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (!"+OK".equals(lines.readLine())) {
            throw new IOException("the server does not let its commands be monitored");
        }
    }

    /** Returns the commands since the last time that name a key, in small letters and in their order. */
    List<String> since(String key) throws IOException {
        String mark = "mark-" + ++marks;
        server.command("ECHO", mark);
        List<String> found = new ArrayList<>();
        for (String line = lines.readLine(); line != null && !line.contains(mark); line = lines.readLine()) {
            if (line.contains(key) && !line.contains(" lua]")) {
                found.add(line.split("\"", -1)[1].toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
