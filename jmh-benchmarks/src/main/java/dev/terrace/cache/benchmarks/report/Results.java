package dev.terrace.cache.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON that JMH writes, of this run or of an earlier one. */
final class Results {

    private static final Map<String, Double> PERCENTILES = Map.of("p50", 0.5, "p99", 0.99, "p99.9", 0.999);
    private static final String GARBAGE = "gc.alloc.rate.norm";

    private Results() {}

    static List<Row> read(Path json) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode result : JsonMapper.shared().readTree(json)) {
            rows.add(row(result));
        }
        return rows;
    }

    private static Row row(JsonNode result) {
        String[] name = result.path("benchmark").asString().split("\\.", -1);
        Map<String, String> params = new TreeMap<>();
        result.path("params").forEachEntry((key, value) -> params.put(key, value.asString()));
        JsonNode primary = result.path("primaryMetric");
        return new Row(
                name[name.length - 2],
                name[name.length - 1],
                params,
                result.path("threads").asInt(),
                primary.path("scoreUnit").asString(),
                settings(result),
                figures(primary, result.path("secondaryMetrics"), isShot(result)));
    }

    private static String settings(JsonNode result) {
        return result.path("forks").asInt() + " forks, "
                + result.path("warmupIterations").asInt() + " x "
                + result.path("warmupTime").asString() + " to warm up, "
                + result.path("measurementIterations").asInt() + " x "
                + result.path("measurementTime").asString();
    }

    /** The garbage of a single shot is that of filling, too. */
    private static boolean isShot(JsonNode result) {
        return result.path("mode").asString("").equals("ss");
    }

    private static Map<String, double[]> figures(JsonNode primary, JsonNode secondary, boolean isShot) {
        Map<String, double[]> figures = new TreeMap<>();
        if (primary.has("rawDataHistogram")) {
            histogram(primary.path("rawDataHistogram"), figures);
        } else {
            figures.put(Row.WALL, flat(primary.path("rawData")));
        }
        secondary.forEachEntry((name, metric) -> {
            String plain = name.startsWith("·") ? name.substring(1) : name;
            if (plain.equals(GARBAGE) && !isShot) {
                figures.put(Row.BYTES, flat(metric.path("rawData")));
            } else if (!plain.startsWith("gc.")) {
                figures.put(plain, flat(metric.path("rawData")));
            }
        });
        double[] nanos = figures.remove("cpuNanos");
        double[] operations = figures.remove("operations");
        double[] cpu = quotients(nanos, operations);
        if (cpu != null) {
            figures.put(Row.CPU, cpu);
        }
        return figures;
    }

    private static double @Nullable [] quotients(double @Nullable [] above, double @Nullable [] below) {
        if (above == null || below == null) {
            return null;
        }
        double[] quotients = new double[above.length];
        for (int i = 0; i < above.length; i++) {
            quotients[i] = above[i] / below[i];
        }
        return quotients;
    }

    private static double[] flat(JsonNode forks) {
        List<Double> flat = new ArrayList<>();
        forks.forEach(iterations -> iterations.forEach(value -> flat.add(value.asDouble(Double.NaN))));
        return flat.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** One figure for each iteration, so that percentiles have a spread, too. */
    private static void histogram(JsonNode forks, Map<String, double[]> figures) {
        List<double[][]> iterations = new ArrayList<>();
        forks.forEach(fork -> fork.forEach(iteration -> iterations.add(pairs(iteration))));
        PERCENTILES.forEach((name, share) -> figures.put(
                name,
                iterations.stream()
                        .mapToDouble(pairs -> percentile(pairs, share))
                        .toArray()));
        figures.put(Row.WALL, iterations.stream().mapToDouble(Results::mean).toArray());
    }

    private static double[][] pairs(JsonNode iteration) {
        List<double[]> pairs = new ArrayList<>();
        iteration.forEach(pair ->
                pairs.add(new double[] {pair.get(0).asDouble(), pair.get(1).asDouble()}));
        return pairs.toArray(new double[0][]);
    }

    /** The pairs are ascending values, each with how often it was seen. */
    private static double percentile(double[][] pairs, double share) {
        double seen = 0;
        double wanted = share * count(pairs);
        for (double[] pair : pairs) {
            seen += pair[1];
            if (seen >= wanted) {
                return pair[0];
            }
        }
        return Double.NaN;
    }

    private static double mean(double[][] pairs) {
        double sum = 0;
        for (double[] pair : pairs) {
            sum += pair[0] * pair[1];
        }
        return sum / count(pairs);
    }

    private static double count(double[][] pairs) {
        double count = 0;
        for (double[] pair : pairs) {
            count += pair[1];
        }
        return count;
    }
}
