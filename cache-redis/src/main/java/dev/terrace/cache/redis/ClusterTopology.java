package dev.terrace.cache.redis;

import dev.terrace.cache.redis.ClusterMap.Range;
import dev.terrace.cache.redis.RedisException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a cluster and their slots. The map is asked for every few seconds, after each outage and after each
 * redirection; a server that was not there before is used once a probe was well.
 */
final class ClusterTopology implements Topology {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterTopology.class);
    private static final Pattern REDIRECTION = Pattern.compile("(?:MOVED|ASK) (\\d+) (\\S+):(\\d+)");

    private final Surroundings surroundings;
    private final RedisKeys names;
    private final Discovery discovery;
    private volatile Table table = new Table(Map.of(), new Server[Slots.COUNT]);
    private volatile boolean closed;

    /** The servers by address, and by slot; never changed. */
    private static final class Table {

        private final Map<HostPort, Server> servers;
        private final @Nullable Server[] bySlot;

        Table(Map<HostPort, Server> servers, @Nullable Server[] bySlot) {
            this.servers = servers;
            this.bySlot = bySlot;
        }

        Map<HostPort, Server> servers() {
            return servers;
        }

        @Nullable
        Server at(int slot) {
            return bySlot[slot];
        }
    }

    ClusterTopology(Surroundings surroundings, RedisKeys names) {
        this.surroundings = surroundings;
        this.names = names;
        this.discovery = new Discovery(
                surroundings.context(), surroundings.settings().limits().timeout(), this::ask);
    }

    @Override
    public Server of(byte[] key) {
        int slot = Slots.of(key);
        Server known = table.at(slot);
        if (known != null) {
            return known;
        }
        if (table.servers().isEmpty()) {
            discovery.now(this::isKnown);
        } else {
            refreshSoon();
        }
        Server found = table.at(slot);
        if (found == null) {
            throw new RedisException(Kind.NOT_SERVING, "no server is known for slot " + slot, null);
        }
        return found;
    }

    private boolean isKnown() {
        return !table.servers().isEmpty();
    }

    private boolean ask() {
        for (HostPort node : candidates()) {
            List<Range> ranges = ask(node);
            if (!ranges.isEmpty()) {
                use(ranges);
                return true;
            }
        }
        return false;
    }

    private Set<HostPort> candidates() {
        Set<HostPort> candidates = new LinkedHashSet<>();
        table.servers().values().stream()
                .filter(server -> !server.breaker().isOpen())
                .forEach(server -> candidates.add(server.address()));
        candidates.addAll(table.servers().keySet());
        candidates.addAll(surroundings.settings().deployment().nodes());
        return candidates;
    }

    private List<Range> ask(HostPort node) {
        try (RedisConnection connection = surroundings.opener().open(node)) {
            return ClusterMap.read(connection, node);
        } catch (RedisException | IllegalArgumentException e) {
            LOG.debug("cluster_map_not_read node={}", node, e);
            return List.of();
        }
    }

    private void use(List<Range> ranges) {
        Table before = table;
        Map<HostPort, Server> servers = new LinkedHashMap<>();
        @Nullable Server[] bySlot = new Server[Slots.COUNT];
        List<Server> fresh = new ArrayList<>();
        for (Range range : ranges) {
            Server server = servers.computeIfAbsent(range.master(), address -> {
                Server known = before.servers().get(address);
                return known != null ? known : added(address, range.first(), fresh);
            });
            for (int slot = range.first(); slot <= range.last(); slot++) {
                bySlot[slot] = server;
            }
        }
        table = new Table(Map.copyOf(servers), bySlot);
        if (!before.servers().isEmpty()) {
            fresh.forEach(Server::replacesAnother);
        }
        before.servers().values().stream()
                .filter(server -> !servers.containsValue(server))
                .forEach(Server::close);
        if (closed) {
            servers.values().forEach(Server::close);
        }
    }

    private Server added(HostPort address, int slot, List<Server> fresh) {
        Server server = new Server(address, probeFor(slot), surroundings);
        fresh.add(server);
        return server;
    }

    /** Finds a key that belongs to a slot; about {@value Slots#COUNT} tries, once for each server. */
    private byte[] probeFor(int slot) {
        for (int number = 0; ; number++) {
            byte[] key = names.probe(number);
            if (Slots.of(key) == slot) {
                return key;
            }
        }
    }

    @Override
    public List<Server> masters() {
        if (!isKnown()) {
            discovery.now(this::isKnown);
        }
        List<Server> masters = known();
        if (masters.isEmpty()) {
            throw new RedisException(
                    Kind.NOT_SERVING,
                    "no node of " + surroundings.settings().deployment().nodes() + " tells of a cluster",
                    null);
        }
        return masters;
    }

    @Override
    public List<Server> known() {
        return List.copyOf(table.servers().values());
    }

    @Override
    public boolean isOneServer() {
        return false;
    }

    @Override
    public Server redirected(RedisException redirection) {
        refreshSoon();
        Matcher matcher = REDIRECTION.matcher(String.valueOf(redirection.getMessage()));
        if (!matcher.find()) {
            throw redirection;
        }
        HostPort address = new HostPort(matcher.group(2), Integer.parseInt(matcher.group(3)));
        Server known = table.servers().get(address);
        if (known == null) {
            discovery.now(() -> table.servers().containsKey(address));
            known = table.servers().get(address);
        }
        if (known == null) {
            throw new RedisException(
                    Kind.NOT_SERVING, "redirected to " + address + ", which holds no slot", redirection);
        }
        return known;
    }

    @Override
    public void refreshSoon() {
        discovery.soon();
    }

    @Override
    public void close() {
        closed = true;
        table.servers().values().forEach(Server::close);
    }
}
