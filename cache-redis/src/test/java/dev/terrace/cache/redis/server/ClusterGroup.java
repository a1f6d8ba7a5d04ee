package dev.terrace.cache.redis.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A cluster of three masters without replicas, which share the 16,384 slots. */
public final class ClusterGroup implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RedisServer> masters;

    private ClusterGroup(List<RedisServer> masters) {
        this.masters = List.copyOf(masters);
    }

    /** Starts the servers, joins them and waits until each says that the cluster is whole. */
    public static ClusterGroup start() {
        List<RedisServer> masters = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            masters.add(RedisServer.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    "--cluster-announce-ip",
                    "127.0.0.1"));
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

    /** One by one: ADDSLOTSRANGE came with Redis 7. */
    private static String[] slots(int from, int to) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        for (int slot = from; slot < to; slot++) {
            words.add(String.valueOf(slot));
        }
        return words.toArray(String[]::new);
    }

    private void awaitWhole() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(() -> masters.stream().allMatch(ClusterGroup::isWhole));
    }

    private static boolean isWhole(RedisServer master) {
        String info = String.valueOf(master.command("CLUSTER", "INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
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
        masters.forEach(RedisServer::close);
    }
}
