package dev.terrace.cache.benchmarks.report;

import dev.terrace.cache.benchmarks.Asks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bar held against what was measured.
 *
 * @param bar what must come out
 * @param row the contender, with the parameters that were measured; null if it was not
 * @param ratio what came out; null if it was not measured
 */
record Judgement(Asks.Bar bar, @Nullable Row row, @Nullable Ratio ratio) {

    /** Judges a bar once for each set of parameters that it leaves open. */
    static List<Judgement> of(Asks.Bar bar, String usualFigure, List<Row> rows) {
        List<Judgement> judgements = new ArrayList<>();
        for (Row row : rows) {
            if (matches(bar.of(), row)) {
                Ratio ratio = ratio(bar, bar.figure().isEmpty() ? usualFigure : bar.figure(), row, rows);
                if (ratio != null) {
                    judgements.add(new Judgement(bar, row, ratio));
                }
            }
        }
        return judgements.isEmpty() ? List.of(new Judgement(bar, null, null)) : judgements;
    }

    private static @Nullable Ratio ratio(Asks.Bar bar, String figure, Row row, List<Row> rows) {
        if (bar.over().isEmpty()) {
            return row.figure(figure.isEmpty() ? Row.WALL : figure);
        }
        Row over = other(bar.over(), row, rows);
        return over == null ? null : quotient(row, over, figure);
    }

    /** Returns one contender divided by another, by CPU time where both count it and nothing else is asked for. */
    static @Nullable Ratio quotient(Row row, Row over, String figure) {
        boolean haveCpu = row.samples(Row.CPU) != null && over.samples(Row.CPU) != null;
        String compared = !figure.isEmpty() ? figure : haveCpu ? Row.CPU : Row.WALL;
        double[] above = row.samples(compared);
        double[] below = over.samples(compared);
        return above == null || below == null ? null : Ratio.of(above, below);
    }

    /** Returns the contender that a selector names, with the same parameters where it leaves them open. */
    static @Nullable Row other(String selector, Row row, List<Row> rows) {
        Map<String, String> named = named(selector);
        for (Row other : rows) {
            boolean hasSameThreads = named.containsKey("threads") || other.threads() == row.threads();
            boolean hasSameParams = other.params().entrySet().stream()
                    .allMatch(param -> named.containsKey(param.getKey())
                            || param.getValue().equals(row.params().getOrDefault(param.getKey(), param.getValue())));
            if (matches(selector, other) && hasSameThreads && hasSameParams) {
                return other;
            }
        }
        return null;
    }

    private static boolean matches(String selector, Row row) {
        if (!row.method().equals(selector.split(" ", -1)[0])) {
            return false;
        }
        return named(selector).entrySet().stream()
                .allMatch(wanted -> wanted.getKey().equals("threads")
                        ? wanted.getValue().equals(String.valueOf(row.threads()))
                        : wanted.getValue().equals(row.params().get(wanted.getKey())));
    }

    private static Map<String, String> named(String selector) {
        Map<String, String> named = new HashMap<>();
        for (String word : selector.split(" ", -1)) {
            int at = word.indexOf('=');
            if (at > 0) {
                named.put(word.substring(0, at), word.substring(at + 1));
            }
        }
        return named;
    }

    Verdict verdict() {
        return ratio == null ? Verdict.NOT_RUN : ratio.against(bar.least(), bar.most());
    }

    /** Returns the bar as text, with the parameters that it leaves open. */
    String text() {
        if (row == null) {
            return bar.text();
        }
        StringBuilder text = new StringBuilder(bar.text());
        row.params().forEach((name, value) -> {
            if (!bar.of().contains(name + "=")) {
                text.append(", ").append(name).append(' ').append(value);
            }
        });
        return text.toString();
    }

    /** Returns what is allowed. */
    String allowed() {
        String unit = row == null || !bar.over().isEmpty() || isCounter() ? "" : " " + row.unit();
        return Double.isNaN(bar.most())
                ? "at least " + Ratio.number(bar.least()) + unit
                : "at most " + Ratio.number(bar.most()) + unit;
    }

    private boolean isCounter() {
        return !bar.figure().isEmpty()
                && !bar.figure().startsWith("p")
                && !bar.figure().equals(Row.WALL);
    }
}
