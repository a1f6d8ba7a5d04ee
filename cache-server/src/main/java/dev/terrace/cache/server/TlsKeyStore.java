package dev.terrace.cache.server;

import dev.terrace.cache.policy.Arguments;
import java.nio.file.Path;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The key and certificate with which a server shows who it is.
 *
 * @param file a key store, PKCS #12 or JKS
 * @param password of the store and of the key; never shown
 */
public record TlsKeyStore(Path file, String password) {

    /** Checks that nothing is null. */
    public TlsKeyStore {
        Arguments.given("file", file, "pass the path of a key store, or leave TLS out");
        Arguments.given("password", password, "pass the password of the key store");
    }

    SslContextFactory.Server contextFactory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStorePath(file.toUri().toString());
        factory.setKeyStorePassword(password);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return factory;
    }

    @Override
    public String toString() {
        return "TlsKeyStore[file=" + file + ", password=***]";
    }
}
