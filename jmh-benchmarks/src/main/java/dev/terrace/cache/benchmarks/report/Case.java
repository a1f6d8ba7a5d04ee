package dev.terrace.cache.benchmarks.report;

import dev.terrace.cache.benchmarks.Asks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark method to be run with all its parameters.
 *
 * @param type the benchmark class
 * @param name of the method, with its class and package
 * @param mode of JMH
 * @param threads that call at once
 * @param params the values of each parameter, in order
 */
record Case(Class<?> type, String name, Mode mode, int threads, Map<String, List<String>> params) {

    /** Returns what a run is made of, class by class. */
    static List<Case> all(Wanted wanted) throws ClassNotFoundException {
        SortedSet<BenchmarkListEntry> entries = new TreeSet<>(BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of()));
        List<Case> cases = new ArrayList<>();
        for (BenchmarkListEntry entry : entries) {
            Class<?> type = Class.forName(entry.getUserClassQName());
            if (wanted.names(type.getSimpleName())) {
                for (int threads : threads(wanted, asks(type))) {
                    cases.add(
                            new Case(type, entry.getUsername(), entry.getMode(), threads, params(wanted, entry, type)));
                }
            }
        }
        return cases;
    }

    static @Nullable Asks asks(Class<?> type) {
        return type.getAnnotation(Asks.class);
    }

    /** A class that is asked for by name runs also if the quick run leaves it out. */
    private static int[] threads(Wanted wanted, @Nullable Asks asks) {
        if (asks == null) {
            return new int[] {1};
        }
        boolean isLeftOut = asks.quickThreads().length == 0 && wanted.only().isEmpty();
        boolean isQuick = !wanted.depth().isFull() && (isLeftOut || asks.quickThreads().length > 0);
        return isQuick ? asks.quickThreads() : asks.threads();
    }

    private static Map<String, List<String>> params(Wanted wanted, BenchmarkListEntry entry, Class<?> type) {
        Map<String, List<String>> params = new LinkedHashMap<>();
        entry.getParams().orElse(Map.of()).forEach((name, values) -> params.put(name, List.of(values)));
        Asks asks = asks(type);
        if (asks != null && !wanted.depth().isFull()) {
            for (String quick : asks.quickParams()) {
                int at = quick.indexOf('=');
                params.computeIfPresent(
                        quick.substring(0, at),
                        (name, values) -> Arrays.asList(quick.substring(at + 1).split(",", -1)));
            }
        }
        return params;
    }

    /** Returns how many combinations of the parameters there are. */
    int variants() {
        return params.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
    }

    /** Returns class and method. */
    String label() {
        return type.getSimpleName() + name.substring(name.lastIndexOf('.')) + (threads == 1 ? "" : " x" + threads);
    }
}
