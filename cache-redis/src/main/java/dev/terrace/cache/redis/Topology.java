package dev.terrace.cache.redis;

import java.util.List;

/** Which servers there are, and which of them holds what. Safe for use by many threads. */
interface Topology extends AutoCloseable {

    /**
     * Returns the server that holds a key.
     *
     * @throws RedisException if none is known
     */
    Server of(byte[] key);

    /**
     * Returns all servers that hold keys; never replicas.
     *
     * @throws RedisException if none is known
     */
    List<Server> masters();

    /** Returns the servers that are known, asking nobody. */
    List<Server> known();

    /** Returns true if one server holds everything. */
    boolean isOneServer();

    /**
     * Follows a redirection.
     *
     * @param redirection of the kind MOVED or ASK
     * @return the server to ask instead
     */
    Server redirected(RedisException redirection);

    /** Looks in the background whether something has changed. Never blocks. */
    void refreshSoon();

    @Override
    void close();
}
