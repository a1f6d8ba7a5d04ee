package dev.terrace.cache.redis;

import java.util.List;

/** One server at an address that never changes. */
final class Standalone implements Topology {

    private final Server server;

    Standalone(Server server) {
        this.server = server;
    }

    @Override
    public Server of(byte[] key) {
        return server;
    }

    @Override
    public List<Server> masters() {
        return List.of(server);
    }

    @Override
    public List<Server> known() {
        return List.of(server);
    }

    @Override
    public boolean isOneServer() {
        return true;
    }

    /** A single node of a cluster redirects: the settings are wrong. */
    @Override
    public Server redirected(RedisException redirection) {
        throw new RedisException(
                RedisException.Kind.NOT_SERVING,
                server.address() + " belongs to a cluster; use RedisTier.cluster(...) or the mode cluster",
                redirection);
    }

    @Override
    public void refreshSoon() {
        // The address is all there is to know.
    }

    @Override
    public void close() {
        server.close();
    }
}
