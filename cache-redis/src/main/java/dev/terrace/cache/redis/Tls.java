package dev.terrace.cache.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted. Certificate and host name of the server are always checked.
 *
 * @param trustStore a key store (PKCS12 or JKS) with the certificates to trust; null for those of the JVM
 * @param password of the store; null for none
 */
record Tls(@Nullable Path trustStore, @Nullable Secret password) {

    static final Tls SYSTEM = new Tls(null, null);

    Tls {
        if (trustStore != null && !Files.isReadable(trustStore)) {
            throw new IllegalArgumentException(
                    "trust store must be a readable file but was " + trustStore + "; make one with keytool -import");
        }
    }
}
