package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.redis.RedisTier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A node in a process of its own. Takes commands by its standard input, one a line, and answers each by one line; what it
 * sees goes to a file.
 */
final class NodeProgram {

    private NodeProgram() {}

    /** Arguments: name, release, address ({@code sentinel:port} for a Sentinel), folder, seed, foreign writers or not. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[3]);
        RedisTier redis = NodeProcess.tier(arguments[2], Boolean.parseBoolean(arguments[5]));
        try (PrintWriter events = new PrintWriter(Files.newBufferedWriter(folder.resolve(arguments[0] + ".events")));
                WatchedNode node = new WatchedNode(
                        arguments[0],
                        Release.valueOf(arguments[1]),
                        new Eye(arguments[0], event -> events.println(event.line()), (key, tag) -> {}),
                        redis,
                        DiskTier.at(folder.resolve("disk")).maximumBytes(8 << 20))) {
            node.begin(new Random(Long.parseLong(arguments[4])));
            System.out.println("ready");
            obey(node, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
    }

    private static void obey(WatchedNode node, BufferedReader commands) throws IOException, InterruptedException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "stop" -> node.stop();
                case "settle" -> node.settle();
                case "catchUp" -> node.catchUp();
                case "get" -> System.out.print("value " + node.get(Integer.parseInt(words[1])) + " ");
                case "exit" -> {
                    return;
                }
                default -> throw new IllegalArgumentException("no command: " + line);
            }
            System.out.println("done");
        }
    }
}
