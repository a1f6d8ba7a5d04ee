package dev.terrace.cache.redis.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A cluster of three masters, with or without a replica for each, which share the 16,384 slots. */
public final class ClusterGroup implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RedisServer> masters;
    private final List<RedisServer> replicas = new ArrayList<>();

    private ClusterGroup(List<RedisServer> masters) {
        this.masters = List.copyOf(masters);
    }

    /** Starts the servers, joins them and waits until each says that the cluster is whole. */
    public static ClusterGroup start() {
        List<RedisServer> masters = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            masters.add(startNode());
        }
        for (int i = 0; i < MASTERS; i++) {
            RedisServer master = masters.get(i);
            master.command(slots(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS));
            master.command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
            masters.get(0).command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(master.port()));
        }
        ClusterGroup group = new ClusterGroup(masters);
        group.awaitWhole();
        return group;
    }

    private static RedisServer startNode() {
        return RedisServer.start(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "2000",
                "--cluster-announce-ip",
                "127.0.0.1",
                "--repl-diskless-sync-delay",
                "0");
    }

    /** As {@link #start}, and each master has a replica that has caught up with it. */
    public static ClusterGroup startWithReplicas() {
        ClusterGroup group = start();
        for (RedisServer master : group.masters) {
            RedisServer replica = startNode();
            group.replicas.add(replica);
            replica.command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(master.port()));
        }
        group.awaitWhole();
        for (int i = 0; i < MASTERS; i++) {
            String id = String.valueOf(group.masters.get(i).command("CLUSTER", "MYID"));
            RedisServer replica = group.replicas.get(i);
            group.await(() -> "OK".equals(replica.command("CLUSTER", "REPLICATE", id)));
        }
        group.await(() -> group.replicas.stream()
                .allMatch(replica -> replica.info("master_link_status").equals("up")));
        return group;
    }

    /** Returns the master that a slot belonged to at the start. */
    public RedisServer masterOf(int slot) {
        for (int i = 0; i < MASTERS; i++) {
            if (slot < (i + 1) * SLOTS / MASTERS) {
                return masters.get(i);
            }
        }
        throw new IllegalArgumentException("slot must be below " + SLOTS + " but was " + slot);
    }

    /** Waits until the replica of a dead master has taken its place. */
    public void awaitFailoverFrom(RedisServer dead) {
        RedisServer heir = replicas.get(masters.indexOf(dead));
        await(() -> heir.info("role").equals("master")
                && String.valueOf(heir.command("CLUSTER", "INFO")).contains("cluster_state:ok"));
    }

    /** One by one: ADDSLOTSRANGE came with Redis 7. */
    private static String[] slots(int from, int to) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        for (int slot = from; slot < to; slot++) {
            words.add(String.valueOf(slot));
        }
        return words.toArray(String[]::new);
    }

    private void awaitWhole() {
        List<RedisServer> all = new ArrayList<>(masters);
        all.addAll(replicas);
        await(() -> all.stream().allMatch(server -> isWhole(server, all.size())));
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(condition);
    }

    private static boolean isWhole(RedisServer server, int nodes) {
        String info = String.valueOf(server.command("CLUSTER", "INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes);
    }

    /** Returns the masters in the order of their slots. */
    public List<RedisServer> masters() {
        return masters;
    }

    /** Returns the addresses in the form {@code 127.0.0.1:port}. */
    public List<String> nodes() {
        return masters.stream().map(master -> "127.0.0.1:" + master.port()).toList();
    }

    @Override
    public void close() {
        replicas.forEach(RedisServer::close);
        masters.forEach(RedisServer::close);
    }
}
