package dev.terrace.cache.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A server of its own process on this machine, without persistence. Ports are drawn below those that systems give to
 * clients: a client that tries again and again to reach a dead server on such a port would reach itself one day, and keep
 * the port. One that somebody else took meanwhile is drawn again. The folder goes with the server, and both go when this
 * process ends in order without having closed it.
 */
public final class RedisServer implements AutoCloseable {

    private static final int ATTEMPTS = 8;
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS_END = 32_000;
    private static final int BUS_ABOVE = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final List<String> options;
    private final Thread atExit = new Thread(this::destroy, "redis-server-exit");
    private volatile Process process;

    private RedisServer(Path folder, int port, List<String> options, Process process) {
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param options as on its command line, for example {@code "--maxmemory", "10mb"}
     */
    public static RedisServer start(String... options) {
        return start(List.of(options));
    }

    static RedisServer start(List<String> options) {
        IOException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                Path folder = Files.createTempDirectory("terrace-redis");
                int port = freePort();
                RedisServer server = new RedisServer(folder, port, options, launch(folder, port, options));
                if (server.answers()) {
                    return server;
                }
                last = new IOException("redis-server ended: " + Files.readString(folder.resolve("log")));
                server.close();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no server started in " + ATTEMPTS + " attempts", last);
    }

    private static Process launch(Path folder, int port, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(RedisBinary.find().toString()));
        if (options.contains("--sentinel")) {
            Path configuration = Files.writeString(folder.resolve("sentinel.conf"), "bind 127.0.0.1\n");
            command.add(configuration.toString());
        } else {
            command.addAll(List.of("--save", "", "--appendonly", "no", "--bind", "127.0.0.1"));
        }
        command.addAll(List.of("--port", String.valueOf(port), "--dir", folder.toString()));
        command.addAll(options);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    static int freePort() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, PORTS_END);
            if (isFree(port) && isFree(port + BUS_ABOVE)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until the server answers (with a password too); false if the process ended instead. */
    private boolean answers() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> !process.isAlive() || ping());
        return process.isAlive();
    }

    private boolean ping() {
        try (Wire wire = new Wire(port)) {
            String answer = String.valueOf(wire.call("PING"));
            return answer.equals("PONG") || answer.startsWith("-NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the port. */
    public int port() {
        return port;
    }

    /** Returns the address in the form {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one command on a connection of its own; an error comes back as a text that begins with a dash. */
    public @Nullable Object command(String... words) {
        try (Wire wire = new Wire(port)) {
            return wire.call(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of one line of {@code INFO}; empty if there is no such line. */
    public String info(String name) {
        return String.valueOf(command("INFO"))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElse("");
    }

    /** Ends the process at once, as a crash does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the process in order. */
    public void stop() {
        resume();
        process.destroy();
        awaitEnd();
    }

    /** Stops the process where it stands: connections stay open, and nothing is answered. */
    public void pause() {
        signal("-STOP");
    }

    /** Lets a paused process go on. */
    public void resume() {
        if (process.isAlive()) {
            signal("-CONT");
        }
    }

    /** Starts the server again after {@link #kill} or {@link #stop}, empty, on the same port. */
    public void startAgain() {
        try {
            process = launch(folder, port, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!answers()) {
            throw new IllegalStateException("the server did not come back on port " + port);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server on port " + port + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process is ending already.
        }
        destroy();
    }

    private void destroy() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
