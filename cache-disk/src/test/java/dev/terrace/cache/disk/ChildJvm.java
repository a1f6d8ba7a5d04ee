package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of this test class path in a JVM of its own. */
final class ChildJvm {

    private ChildJvm() {}

    static Process start(Path javaHome, List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Returns this JVM's JDK and, when there is one in the usual place, a JDK 25. */
    static List<Path> javaHomes() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path other = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
        if (Files.isDirectory(other) && !homes.contains(other)) {
            homes.add(other);
        }
        return homes;
    }
}
