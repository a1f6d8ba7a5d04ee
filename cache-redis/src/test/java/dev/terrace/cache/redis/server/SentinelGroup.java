package dev.terrace.cache.redis.server;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A master, a replica and one Sentinel that takes the master for down after a second. Both servers begin as a master
 * named {@link #MASTER} with its replica; {@link #master} and {@link #replica} say who is who now.
 */
public final class SentinelGroup implements AutoCloseable {

    /** The name under which the Sentinel knows the master. */
    public static final String MASTER = "terrace-master";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RedisServer first;
    private final RedisServer second;
    private final RedisServer sentinel;

    private SentinelGroup(RedisServer first, RedisServer second, RedisServer sentinel) {
        this.first = first;
        this.second = second;
        this.sentinel = sentinel;
    }

    /** Starts the group and waits until the Sentinel knows the replica. */
    public static SentinelGroup start() {
        RedisServer first = RedisServer.start();
        RedisServer second = RedisServer.start(
                "--replicaof", "127.0.0.1", String.valueOf(first.port()), "--repl-diskless-sync-delay", "0");
        RedisServer sentinel = RedisServer.start("--sentinel");
        sentinel.command("SENTINEL", "MONITOR", MASTER, "127.0.0.1", String.valueOf(first.port()), "1");
        set(sentinel, "down-after-milliseconds", 1000);
        set(sentinel, "failover-timeout", 5000);
        SentinelGroup group = new SentinelGroup(first, second, sentinel);
        group.await(() -> String.valueOf(sentinel.command("SENTINEL", "REPLICAS", MASTER))
                .contains(String.valueOf(second.port())));
        group.await(() -> second.info("master_link_status").equals("up"));
        return group;
    }

    private static void set(RedisServer sentinel, String option, int value) {
        sentinel.command("SENTINEL", "SET", MASTER, option, String.valueOf(value));
    }

    private void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(condition);
    }

    /** Returns the Sentinel itself. */
    public RedisServer sentinel() {
        return sentinel;
    }

    /** Returns the server that the Sentinel names as master. */
    public RedisServer master() {
        Object answer = sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
        boolean isFirst = answer instanceof List<?> address
                && String.valueOf(first.port()).equals(address.get(1));
        return isFirst ? first : second;
    }

    /** Returns the other server. */
    public RedisServer replica() {
        return master() == first ? second : first;
    }

    /** Waits until the Sentinel names another master than this one, and that one accepts writes. */
    public void awaitFailoverFrom(RedisServer old) {
        await(() -> master() != old && master().info("role").equals("master"));
    }

    @Override
    public void close() {
        sentinel.close();
        second.close();
        first.close();
    }
}
