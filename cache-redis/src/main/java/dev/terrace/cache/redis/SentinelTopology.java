package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server at a time: the one that the sentinels name. They are asked every second and after each outage, one after
 * the other until one answers; the one that did is asked first the next time.
 */
final class SentinelTopology implements Topology {

    private static final Logger LOG = LoggerFactory.getLogger(SentinelTopology.class);

    private final Surroundings surroundings;
    private final RedisConnection.Opener opener;
    private final Discovery discovery;
    private final byte[] masterName;
    private final byte[] probe;
    private volatile List<HostPort> sentinels;
    private volatile @Nullable Server master;
    private volatile boolean closed;

    SentinelTopology(Surroundings surroundings, byte[] probe) {
        this.surroundings = surroundings;
        this.opener = RedisConnection.Opener.forSentinels(surroundings.settings());
        this.sentinels = surroundings.settings().deployment().nodes();
        this.masterName = RedisKeys.bytes(surroundings.settings().deployment().masterName());
        this.probe = probe;
        this.discovery = new Discovery(
                surroundings.context(), surroundings.settings().limits().timeout(), this::ask);
    }

    @Override
    public Server of(byte[] key) {
        Server known = master;
        return known == null ? first() : known;
    }

    private Server first() {
        discovery.now(() -> master != null);
        Server found = master;
        if (found == null) {
            throw new RedisException(
                    Kind.NOT_SERVING, "no sentinel of " + sentinels + " names a server for the master name", null);
        }
        return found;
    }

    private boolean ask() {
        for (HostPort sentinel : sentinels) {
            HostPort named = ask(sentinel);
            if (named != null) {
                use(named);
                first(sentinel);
                return true;
            }
        }
        return false;
    }

    private @Nullable HostPort ask(HostPort sentinel) {
        try (RedisConnection connection = opener.open(sentinel)) {
            Object reply = connection.call(Verb.SENTINEL, RedisKeys.bytes("get-master-addr-by-name"), masterName);
            List<?> address = ServerReply.list(reply);
            return address.size() == 2
                    ? new HostPort(ServerReply.text(address.get(0)), (int) ServerReply.number(address.get(1)))
                    : null;
        } catch (RedisException | IllegalArgumentException e) {
            LOG.debug("sentinel_failed sentinel={}", sentinel, e);
            return null;
        }
    }

    private void use(HostPort address) {
        Server before = master;
        if (closed || (before != null && before.address().equals(address))) {
            return;
        }
        Server next = new Server(address, probe, surroundings);
        if (before != null) {
            LOG.info("redis_failover from={} to={}", before, next);
            next.replacesAnother();
        }
        master = next;
        if (before != null) {
            before.close();
        }
        if (closed) {
            next.close();
        }
    }

    private void first(HostPort sentinel) {
        if (!sentinels.get(0).equals(sentinel)) {
            Set<HostPort> order = new LinkedHashSet<>(List.of(sentinel));
            order.addAll(sentinels);
            sentinels = List.copyOf(order);
        }
    }

    @Override
    public List<Server> masters() {
        return List.of(of(probe));
    }

    @Override
    public List<Server> known() {
        Server known = master;
        return known == null ? List.of() : List.of(known);
    }

    @Override
    public boolean isOneServer() {
        return true;
    }

    @Override
    public Server redirected(RedisException redirection) {
        throw new RedisException(Kind.NOT_SERVING, "a server behind Sentinel belongs to a cluster", redirection);
    }

    @Override
    public void refreshSoon() {
        discovery.soon();
    }

    @Override
    public void close() {
        closed = true;
        Server known = master;
        if (known != null) {
            known.close();
        }
    }
}
