package dev.terrace.cache.redis;

/** What has to happen before a server is used after an outage. */
interface Recovery {

    /**
     * Is told of an outage, also of each further probe that fails: the topology may have changed. Must not block.
     */
    void outage();

    /**
     * Another process answers at an address than before, or takes another server's place: it may lack the last writes.
     * The connection works although the breaker is open.
     *
     * @throws RedisException to be asked again
     */
    void replaced(Server server, RedisConnection connection);

    /**
     * The server takes writes again. Whatever must not be read as it was before the outage is read again here.
     *
     * @throws RedisException to stay away from the server for a little longer
     */
    void beforeUse(Server server, RedisConnection connection);
}
