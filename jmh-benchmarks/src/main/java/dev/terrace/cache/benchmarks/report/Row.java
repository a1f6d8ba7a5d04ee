package dev.terrace.cache.benchmarks.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one contender was measured to do.
 *
 * @param type the simple name of the benchmark class
 * @param method the contender
 * @param params by name
 * @param threads that called at once
 * @param unit of the wall time
 * @param settings forks, iterations and flags
 * @param figures samples by name: {@code wall}, {@code cpu} in nanoseconds, {@code bytes}, {@code p50}, counters
 */
record Row(
        String type,
        String method,
        Map<String, String> params,
        int threads,
        String unit,
        String settings,
        Map<String, double[]> figures) {

    static final String WALL = "wall";
    static final String CPU = "cpu";
    static final String BYTES = "bytes";

    double @Nullable [] samples(String figure) {
        return figures.get(figure);
    }

    @Nullable
    Ratio figure(String name) {
        double[] samples = figures.get(name);
        return samples == null || samples.length == 0 ? null : Ratio.of(samples);
    }

    /** Returns the contender as {@code method name=value}, or by the name of the peer. */
    String contender() {
        String peer = params.getOrDefault("peer", "");
        StringBuilder text = new StringBuilder(peer.isEmpty() ? method : peer);
        params.forEach((name, value) -> {
            if (!name.equals("peer")) {
                text.append(' ').append(name).append('=').append(value);
            }
        });
        return text.toString();
    }

    /** Returns what tells this row from any other. */
    String key() {
        return type + "." + contender() + " threads=" + threads;
    }
}
