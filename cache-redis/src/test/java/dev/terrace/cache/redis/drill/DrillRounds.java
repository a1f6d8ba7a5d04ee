package dev.terrace.cache.redis.drill;

import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * The rounds. In each, two threads of each of two nodes set, delete and read a few keys at the same time; then all
 * messages are awaited, and each key is compared with Redis on both nodes. Every few rounds the server ends both
 * subscriptions while one node writes, and the comparison comes when both are subscribed again; or a node replaces a
 * value and the answer is lost, while messages go on.
 */
final class DrillRounds implements AutoCloseable {

    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final int THREADS = 2;
    private static final int CALLS = 12;
    private static final int ROUNDS_PER_LOSS = 10;
    private static final int ROUNDS_PER_LOST_ANSWER = 25;

    private final RedisServer server = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(server.port());
    private final List<DrillNode> nodes = List.of(new DrillNode(proxy.uri()), new DrillNode(server.uri()));
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS * nodes.size());
    private final Seeds seeds;
    private int streams;

    DrillRounds(Seeds seeds) {
        this.seeds = seeds;
        awaitSubscriptions(new double[nodes.size()]);
    }

    /** Runs rounds, at most until so many ended stale; returns how many did. */
    int run(int rounds, int enough) {
        int stale = 0;
        for (int round = 1; round <= rounds && stale < enough; round++) {
            race(round);
            boolean isStale = !agree();
            if (round % ROUNDS_PER_LOSS == 0) {
                lose(round);
                isStale |= !agree();
            }
            if (round % ROUNDS_PER_LOST_ANSWER == 0) {
                loseAnswer(round);
                isStale |= !agree();
            }
            stale += isStale ? 1 : 0;
        }
        return stale;
    }

    private void race(int round) {
        List<Future<?>> running = new ArrayList<>();
        for (DrillNode node : nodes) {
            for (int i = 0; i < THREADS; i++) {
                Random random = seeds.random(streams++);
                String writer = round + "." + streams + ".";
                running.add(threads.submit(() -> calls(node, random, writer)));
            }
        }
        running.forEach(DrillRounds::await);
    }

    private static void calls(DrillNode node, Random random, String writer) {
        for (int i = 0; i < CALLS; i++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            int choice = random.nextInt(10);
            if (choice < 5) {
                node.cache.get(key);
            } else if (choice < 9) {
                node.cache.set(key, writer + i);
            } else {
                node.cache.delete(key);
            }
        }
    }

    private static void await(Future<?> call) {
        try {
            call.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of the drill failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns true if each node has for each key what Redis has. */
    private boolean agree() {
        KEYS.forEach(key -> nodes.forEach(node -> node.catchUp(key)));
        boolean agree = true;
        for (String key : KEYS) {
            String right = nodes.get(0).inRedis(key);
            for (DrillNode node : nodes) {
                agree &= Objects.equals(node.cache.get(key), right);
            }
        }
        return agree;
    }

    /** Both nodes hold all keys; then one writes while nobody hears it. */
    private void lose(int round) {
        DrillNode writer = nodes.get(0);
        KEYS.forEach(key -> writer.cache.set(key, "before" + round));
        KEYS.forEach(key -> nodes.forEach(node -> node.catchUp(key)));
        KEYS.forEach(key -> nodes.forEach(node -> node.cache.get(key)));
        double[] before = nodes.stream().mapToDouble(DrillNode::subscriptions).toArray();
        server.command("CLIENT", "KILL", "TYPE", "pubsub");
        KEYS.forEach(key -> writer.cache.set(key, "after" + round));
        awaitSubscriptions(before);
    }

    /** A node replaces a value and never learns whether it did; messages go on. */
    private void loseAnswer(int round) {
        DrillNode node = nodes.get(0);
        String key = KEYS.get(0);
        node.cache.set(key, "before" + round);
        node.cache.replace(key, "known" + round); // so that the server knows the script
        node.cache.get(key);
        proxy.loseAnswersTo("EVAL");
        try {
            node.cache.replace(key, "after" + round);
        } catch (TierUnavailableException e) {
            // as it should be
        } finally {
            proxy.mend();
        }
        Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(60)).until(() -> {
            node.catchUp(key);
            return true;
        });
    }

    private void awaitSubscriptions(double[] before) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    boolean all = true;
                    for (int i = 0; i < before.length; i++) {
                        all &= nodes.get(i).subscriptions() > before[i];
                    }
                    return all;
                });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        nodes.forEach(DrillNode::close);
        proxy.close();
        server.close();
    }
}
