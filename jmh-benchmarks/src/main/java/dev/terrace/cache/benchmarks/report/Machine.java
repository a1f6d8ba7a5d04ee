package dev.terrace.cache.benchmarks.report;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.openhft.chronicle.map.ChronicleMap;
import org.openjdk.jmh.runner.Runner;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.ObjectMapper;

/** Where the figures come from: machine, Java, libraries, and how busy it was. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final List<Class<?>> LIBRARIES =
            List.of(Caffeine.class, ChronicleMap.class, Jedis.class, ObjectMapper.class, Runner.class);

    private Machine() {}

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Returns the lines of a table: what, and which. */
    static List<List<String>> describe(List<Class<?>> peers) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "machine",
                String.format(
                        Locale.ROOT,
                        "%d processors%s, %.0f GiB, %s %s %s",
                        system.getAvailableProcessors(),
                        model(),
                        system.getTotalMemorySize() / (double) (1L << 30),
                        system.getName(),
                        system.getVersion(),
                        system.getArch())));
        lines.add(List.of(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + " by "
                        + System.getProperty("java.vendor")));
        lines.add(List.of(
                "libraries",
                java.util.stream.Stream.concat(LIBRARIES.stream(), peers.stream())
                        .map(Machine::version)
                        .distinct()
                        .collect(Collectors.joining(", "))));
        return lines;
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                .orElse("");
    }

    /** Jars are named after library and version. */
    private static String version(Class<?> library) {
        String path =
                library.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
    }
}
