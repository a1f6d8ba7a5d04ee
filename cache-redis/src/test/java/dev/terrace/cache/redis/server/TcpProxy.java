package dev.terrace.cache.redis.server;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on real sockets and spoils the way: {@link #reset} ends every connection with
 * RST, {@link #freeze} lets nothing through and says nothing (packets vanish until {@link #mend}), {@link #cut} resets
 * and takes no new connection, {@link #delay} keeps every piece back for a while, {@link #loseAnswersTo} delivers what is
 * asked and resets the connection instead of answering. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int PIECE = 64 * 1024;

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object lock = new Object();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private boolean frozen;
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable String lostAnswers;
    private volatile @Nullable String counted;
    private final AtomicInteger pieces = new AtomicInteger();
    private final Set<Socket> doomed = ConcurrentHashMap.newKeySet();

    private TcpProxy(int target) throws IOException {
        this.target = target;
        ServerSocket socket = new ServerSocket(RedisServer.freePort(), 128, InetAddress.getLoopbackAddress());
        this.port = socket.getLocalPort();
        listen(socket);
    }

    /** Opens a way to a server on this machine. */
    public static TcpProxy to(int port) {
        try {
            return new TcpProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port to connect to. */
    public int port() {
        return port;
    }

    /** Returns the address in the form {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns how many connections are open. */
    public int connections() {
        return sockets.size() / 2;
    }

    /** Ends every connection with RST; new ones are let through. */
    public void reset() {
        for (Socket socket : List.copyOf(sockets)) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // closed meanwhile
            }
            closeQuietly(socket);
        }
    }

    /** Lets nothing through in either direction, while connections stay open and new ones are accepted. */
    public void freeze() {
        synchronized (lock) {
            frozen = true;
        }
    }

    /** Ends every connection and refuses new ones. */
    public void cut() {
        Thread ending;
        synchronized (lock) {
            closeQuietly(listener);
            listener = null;
            ending = acceptor;
        }
        awaitEnd(ending);
        reset();
    }

    /** Keeps each piece of data back for so long, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Delivers what contains this word and resets the connection when the answer comes. */
    public void loseAnswersTo(String word) {
        lostAnswers = word;
    }

    /** Begins to count the pieces that go to the server with this word in them; a pipeline goes in a few. */
    public void count(String word) {
        pieces.set(0);
        counted = word;
    }

    /** Returns how many there were. */
    public int pieces() {
        return pieces.get();
    }

    /** Undoes whatever was spoilt: what was held back goes through now. */
    public void mend() {
        lostAnswers = null;
        delay = Duration.ZERO;
        synchronized (lock) {
            frozen = false;
            lock.notifyAll();
            if (listener == null) {
                try {
                    ServerSocket socket = new ServerSocket();
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    listen(socket);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void listen(ServerSocket socket) {
        synchronized (lock) {
            listener = socket;
        }
        Thread accepting = thread("accept", () -> accept(socket));
        synchronized (lock) {
            acceptor = accepting;
        }
    }

    /** The port is free only when nobody accepts on it any more. */
    private static void awaitEnd(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @CanIgnoreReturnValue
    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                Socket client = from.accept();
                thread("connect", () -> connect(client));
            } catch (IOException e) {
                return; // the listener was closed
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            awaitThaw();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            thread("up", () -> pump(client, server, piece -> noteQuestion(piece, server)));
            thread("down", () -> pump(server, client, piece -> loseAnswer(server)));
        } catch (IOException e) {
            end(client);
        }
    }

    /** Looks at a piece on its way. */
    private interface Look {
        void at(String piece) throws IOException;
    }

    private void noteQuestion(String piece, Socket server) {
        String word = lostAnswers;
        if (word != null && piece.contains(word)) {
            doomed.add(server);
        }
        String counting = counted;
        if (counting != null && piece.contains(counting)) {
            pieces.incrementAndGet();
        }
    }

    private void loseAnswer(Socket server) throws IOException {
        if (doomed.contains(server)) {
            throw new IOException("the answer is lost, as the test asked");
        }
    }

    private void pump(Socket from, Socket to, Look look) {
        byte[] piece = new byte[PIECE];
        try {
            for (int n = from.getInputStream().read(piece);
                    n >= 0;
                    n = from.getInputStream().read(piece)) {
                hold();
                look.at(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
                to.getOutputStream().write(piece, 0, n);
            }
        } catch (IOException e) {
            // one side is gone: so is the other
        } finally {
            end(from);
            end(to);
        }
    }

    /** Waits as long as a piece is to be late, and while nothing goes through. */
    private void hold() throws IOException {
        try {
            long late = delay.toNanos();
            if (late > 0 && closed.await(late, TimeUnit.NANOSECONDS)) {
                throw new IOException("the proxy is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaitThaw();
    }

    private void awaitThaw() throws IOException {
        synchronized (lock) {
            while (frozen && closed.getCount() > 0) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        doomed.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            // nothing is lost: it was to be closed
        }
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (lock) {
            closeQuietly(listener);
            lock.notifyAll();
        }
        new ArrayList<>(sockets).forEach(this::end);
    }
}
