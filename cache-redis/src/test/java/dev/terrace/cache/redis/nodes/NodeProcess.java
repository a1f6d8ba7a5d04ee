package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.SentinelGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link NodeProgram} as its parent sees it. For one thread. */
final class NodeProcess implements AutoCloseable {

    private static final String END = "end";
    private static final int PATIENCE_SECONDS = 90;

    private final String name;
    private final Release release;
    private final Path events;
    private final Process process;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private NodeProcess(String name, Release release, Path events, Process process) {
        this.name = name;
        this.release = release;
        this.events = events;
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What a node is started with.
     *
     * @param address of Redis, or {@code sentinel:} and the port of a Sentinel
     * @param folder for its disk tier and for what it sees
     */
    record Setup(String address, Path folder, long seed, boolean foreignWriters) {}

    /** Starts a node and waits until it is under load. */
    static NodeProcess start(String name, Release release, Setup setup) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(NodeProgram.class.getName());
        command.addAll(
                List.of(name, release.name(), setup.address(), setup.folder().toString()));
        command.addAll(List.of(String.valueOf(setup.seed()), String.valueOf(setup.foreignWriters())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        setup.folder().resolve(name + ".err").toFile()))
                .start();
        NodeProcess node = new NodeProcess(name, release, setup.folder().resolve(name + ".events"), process);
        node.await("ready");
        return node;
    }

    /** Returns the Redis tier of a node in these tests: it notices within seconds, and takes no busy machine for dead. */
    static RedisTier tier(String address, boolean foreignWriters) {
        RedisTier at = address.startsWith("sentinel:")
                ? RedisTier.sentinel(SentinelGroup.MASTER, "127.0.0.1:" + address.substring("sentinel:".length()))
                : RedisTier.at(address);
        Duration timeout = Duration.ofSeconds(foreignWriters ? 20 : 1); // no outage where somebody else empties Redis
        RedisTier tier = at.timeout(timeout).heartbeat(Duration.ofMillis(200), Duration.ofSeconds(2));
        return foreignWriters ? tier.foreignWriters() : tier;
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add(e.toString());
        }
        answers.add(END);
    }

    private String await(String last) {
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || !answer.endsWith(last)) {
                throw new IllegalStateException("node " + name + " answered " + answer + " instead of " + last);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String ask(String command) {
        commands.println(command);
        return await("done");
    }

    String name() {
        return name;
    }

    Release release() {
        return release;
    }

    void stop() {
        ask("stop");
    }

    void settle() {
        ask("settle");
    }

    void catchUp() {
        ask("catchUp");
    }

    /** Reads as a caller does. */
    @Nullable
    String get(int number) {
        String value = ask("get " + number).split(" ", -1)[1];
        return value.equals("null") ? null : value;
    }

    /** Ends the process as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process in order. */
    void exit() throws InterruptedException {
        commands.println("exit");
        process.waitFor();
    }

    /** Tells the judge what the node saw, up to the last whole line. */
    void testify(Event.Sink judge) throws IOException {
        String text = Files.readString(events);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Event::of).forEach(judge::take);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For a name of its own in each life of a node. */
    static Path fresh(Path folder, String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
