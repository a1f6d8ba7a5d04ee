package dev.terrace.cache.redis;

import dev.terrace.cache.redis.LoginAndTlsIT.Certificates;
import dev.terrace.cache.time.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS with clients and plainly with a server on this machine: any server can be tested, however it was built. */
final class TlsProxy implements AutoCloseable {

    private final NamedThreads threads = NamedThreads.daemon("tls-proxy");
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final SSLServerSocket listener;
    private final int target;

    TlsProxy(Certificates certificates, int target) throws IOException, GeneralSecurityException {
        this.target = target;
        listener = (SSLServerSocket) context(certificates)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.newThread(this::accept).start();
    }

    private static SSLContext context(Certificates certificates) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificates.keyStore())) {
            keys.load(in, Certificates.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                threads.newThread(() -> pump(client, server)).start();
                threads.newThread(() -> pump(server, client)).start();
            } catch (IOException e) {
                // closed, or a client that went away
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // one side has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
