package dev.terrace.cache.benchmarks.report;

import dev.terrace.cache.benchmarks.Asks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark method to be run with one value of each parameter.
 *
 * @param type the benchmark class
 * @param name of the method, with its class and package
 * @param mode of JMH
 * @param threads that call at once
 * @param params the value of each parameter
 */
record Case(Class<?> type, String name, Mode mode, int threads, Map<String, String> params) {

    /** Returns what a run is made of, class by class. */
    static List<Case> all(Wanted wanted) throws ClassNotFoundException {
        SortedSet<BenchmarkListEntry> entries = new TreeSet<>(BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of()));
        List<Case> cases = new ArrayList<>();
        for (BenchmarkListEntry entry : entries) {
            Class<?> type = Class.forName(entry.getUserClassQName());
            if (wanted.names(type.getSimpleName())) {
                List<Map<String, String>> variants = variants(params(wanted, entry, type));
                for (int threads : threads(wanted, asks(type))) {
                    for (Map<String, String> params : variants) {
                        cases.add(new Case(type, entry.getUsername(), entry.getMode(), threads, params));
                    }
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

    /** Returns every combination of the parameters, those of the first parameter outermost. */
    private static List<Map<String, String>> variants(Map<String, List<String>> params) {
        List<Map<String, String>> variants = List.of(Map.of());
        for (Map.Entry<String, List<String>> param : params.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> variant : variants) {
                for (String value : param.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(variant);
                    next.put(param.getKey(), value);
                    more.add(next);
                }
            }
            variants = more;
        }
        return variants;
    }

    /** Returns class, method, parameters and threads. */
    String label() {
        return type.getSimpleName()
                + name.substring(name.lastIndexOf('.'))
                + params.values().stream().map(value -> " " + value).collect(Collectors.joining())
                + (threads == 1 ? "" : " x" + threads);
    }
}
