package dev.terrace.cache.redis.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Four nodes under load and a judge: the witness and a second node in this process, two in processes of their own with a
 * disk tier, of two releases each. For one thread.
 */
final class Ensemble implements AutoCloseable {

    private static final int NODES = 4;

    final Judge judge = new Judge();
    private final Path folder;
    private final String way;
    private final boolean foreignWriters;
    private final Seeds seeds;
    private final WatchedNode witness;
    private final WatchedNode second;
    private final List<NodeProcess> processes = new ArrayList<>();
    private final List<NodeProcess> ended = new ArrayList<>();
    private int lives;

    /**
     * Where Redis is.
     *
     * @param direct the witness and one process go there, nothing goes wrong between
     * @param way the others do
     */
    record Ways(String direct, String way) {}

    /** Starts all nodes and waits until they hear each other. */
    Ensemble(Ways ways, Path folder, boolean foreignWriters, Seeds seeds) throws IOException {
        this.folder = folder;
        this.way = ways.way();
        this.foreignWriters = foreignWriters;
        this.seeds = seeds;
        witness = inProcess("witness", Release.OLD, ways.direct(), true);
        second = inProcess("second", Release.NEW, ways.way(), false);
        try {
            processes.add(start("third", Release.OLD, ways.way()));
            processes.add(start("fourth", Release.NEW, ways.direct()));
            witness.awaitNodes(NODES);
            second.awaitNodes(NODES);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        witness.begin(seeds.random(0));
        second.begin(seeds.random(1));
    }

    /** The witness notices no foreign writers: it hears messages alone, and these in their order. */
    private WatchedNode inProcess(String name, Release release, String address, boolean isWitness) {
        RedisTier redis = NodeProcess.tier(address, foreignWriters && !isWitness);
        return new WatchedNode(name, release, judge.eye(name, isWitness), redis, null);
    }

    private NodeProcess start(String name, Release release, String address) throws IOException {
        int life = ++lives;
        Path own = NodeProcess.fresh(folder, name);
        long seed = seeds.random(1 + life).nextLong();
        return NodeProcess.start(name + life, release, new NodeProcess.Setup(address, own, seed, foreignWriters));
    }

    /** Lets the load go on. */
    void wait(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    WatchedNode witness() {
        return witness;
    }

    WatchedNode second() {
        return second;
    }

    /** Kills the third node and starts it again on its disk tier. */
    void killAndRestartThird() throws IOException, InterruptedException {
        NodeProcess old = processes.get(0);
        old.kill();
        ended.add(old);
        processes.set(0, start("third", Release.OLD, way));
    }

    /** Ends the third node in order and starts it again on its disk tier. */
    void restartThird() throws IOException, InterruptedException {
        NodeProcess old = processes.get(0);
        old.exit();
        ended.add(old);
        processes.set(0, start("third", Release.OLD, way));
    }

    /** What a node reads in the end, and what it should: null where Redis has nothing for its release. */
    private record Answer(
            TierKey key,
            String node,
            @Nullable String read,
            @Nullable String right,
            boolean isInRedis) {}

    /** Ends the load, judges every read, and checks that each node reads what Redis has. */
    void judge() throws IOException, InterruptedException {
        for (Answer answer : answers()) {
            assertThat(answer.read()).as(answer.toString()).isEqualTo(answer.right());
        }
    }

    /** The same where Redis lost entries: a node may still have one that nobody has replaced since. */
    void judgeWhereRedisLostEntries() throws IOException, InterruptedException {
        for (Answer answer : answers()) {
            String read = answer.read();
            if (answer.isInRedis() || read == null) {
                assertThat(read).as(answer.toString()).isEqualTo(answer.right());
            } else {
                assertThat(judge.isReplaced(answer.key(), read))
                        .as(answer.toString())
                        .isFalse();
            }
        }
    }

    private List<Answer> answers() throws IOException, InterruptedException {
        witness.stop();
        second.stop();
        processes.forEach(NodeProcess::stop);
        witness.settle();
        second.settle();
        processes.forEach(NodeProcess::settle);
        witness.catchUp();
        second.catchUp();
        processes.forEach(NodeProcess::catchUp);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < WatchedNode.KEYS; i++) {
            ask(i, answers);
        }
        checkReads();
        return answers;
    }

    private void ask(int number, List<Answer> answers) {
        TierKey key = WatchedNode.key(number);
        Entry entry = witness.inRedis(number);
        boolean isThere = entry != null;
        answers.add(new Answer(
                key, witness.name(), witness.get(number), witness.release().reads(entry), isThere));
        answers.add(new Answer(
                key, second.name(), second.get(number), second.release().reads(entry), isThere));
        for (NodeProcess process : processes) {
            answers.add(new Answer(
                    key, process.name(), process.get(number), process.release().reads(entry), isThere));
        }
    }

    private void checkReads() throws IOException, InterruptedException {
        List<NodeProcess> all = new ArrayList<>(ended);
        for (NodeProcess process : processes) {
            process.exit();
            all.add(process);
        }
        for (NodeProcess process : all) {
            process.testify(judge);
        }
        assertThat(judge.verdict()).isEmpty();
        assertThat(judge.readsOf("witness")).as("reads of the witness").isPositive();
        assertThat(all.stream()
                        .mapToLong(process -> judge.readsOf(process.name()))
                        .sum())
                .as("reads of the processes")
                .isPositive();
    }

    @Override
    public void close() {
        processes.forEach(NodeProcess::close);
        witness.close();
        second.close();
    }
}
