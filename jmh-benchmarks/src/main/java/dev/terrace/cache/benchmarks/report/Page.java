package dev.terrace.cache.benchmarks.report;

import dev.terrace.cache.benchmarks.Asks;
import dev.terrace.cache.benchmarks.peers.Peers;
import dev.terrace.cache.benchmarks.peers.Work;
import dev.terrace.cache.benchmarks.report.Document.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what was measured as a document: acceptance, bars, then each question with its figures. */
final class Page {

    private static final List<String> PERCENTILES = List.of("p50", "p99", "p99.9");
    private static final Set<String> COLUMNS = Set.of(Row.WALL, Row.CPU, Row.BYTES, "p50", "p99", "p99.9");

    private final Document document = new Document();
    private final Map<Class<?>, List<Row>> answers = new LinkedHashMap<>();
    private final Map<String, String> failures;

    /**
     * Makes a page.
     *
     * @param types the benchmark classes that were run, in order
     * @param rows what they were measured to do
     * @param failures what did not run, and why
     */
    Page(List<Class<?>> types, List<Row> rows, Map<String, String> failures) {
        this.failures = failures;
        for (Class<?> type : types) {
            answers.put(
                    type,
                    rows.stream()
                            .filter(row -> row.type().equals(type.getSimpleName()))
                            .toList());
        }
    }

    Document document() {
        return document;
    }

    void acceptance() {
        bars("Acceptance", true);
    }

    void bars() {
        bars("Bars", false);
    }

    private void bars(String title, boolean acceptance) {
        List<List<String>> lines = new ArrayList<>();
        answers.forEach((type, rows) -> {
            Asks asks = Case.asks(type);
            if (asks != null && asks.acceptance() == acceptance) {
                for (Asks.Bar bar : asks.bars()) {
                    Judgement.of(bar, asks.figure(), rows).forEach(judgement -> lines.add(line(type, judgement)));
                }
            }
        });
        if (!lines.isEmpty()) {
            document.heading(2, title);
            document.table(List.of("what", "bar", "measured", "spread", "verdict", "reason"), lines);
        }
    }

    private List<String> line(Class<?> type, Judgement judgement) {
        Ratio ratio = judgement.ratio();
        Verdict verdict = judgement.verdict();
        return List.of(
                judgement.text(),
                judgement.allowed(),
                ratio == null ? "" : ratio.toString(),
                ratio == null ? "" : ratio.spread(),
                verdict.text(),
                reason(type, judgement.bar(), verdict));
    }

    private String reason(Class<?> type, Asks.Bar bar, Verdict verdict) {
        return switch (verdict) {
            case MET, TOO_FEW -> "";
            case NOT_RUN -> failure(type);
            case MISSED -> bar.why().isEmpty() ? "not explained yet" : bar.why();
            case OPEN -> bar.why();
        };
    }

    private String failure(Class<?> type) {
        return failures.entrySet().stream()
                .filter(failed -> failed.getKey().startsWith(type.getSimpleName() + "."))
                .map(failed -> failed.getKey() + ": " + failed.getValue())
                .findFirst()
                .orElse("left out of this run");
    }

    void questions() {
        answers.forEach(this::question);
        if (!failures.isEmpty()) {
            document.heading(2, "What did not run");
            document.table(
                    List.of("benchmark", "reason"),
                    failures.entrySet().stream()
                            .map(failed -> List.of(failed.getKey(), failed.getValue()))
                            .toList());
        }
    }

    private void question(Class<?> type, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Asks asks = Case.asks(type);
        document.heading(2, asks == null ? type.getSimpleName() : asks.value());
        document.paragraph("`" + type.getSimpleName() + "`, " + rows.get(0).settings()
                + (asks == null ? "" : sentence(asks.settings())));
        if (asks != null) {
            refusals(asks);
        }
        document.table(
                head(rows), rows.stream().map(row -> figures(row, rows, asks)).toList());
        document.chart(
                yardstick(asks).isEmpty() ? rows.get(0).unit() : "divided by " + yardstick(asks), marks(rows, asks));
    }

    private void refusals(Asks asks) {
        for (Work work : asks.peers()) {
            String names = Arrays.stream(Peers.values())
                    .filter(peer -> !peer.can(work) && !peer.label().startsWith("terrace"))
                    .map(Peers::label)
                    .collect(Collectors.joining(", "));
            document.paragraph("No, none of these " + work.text() + ": " + names + ".");
        }
    }

    /** Adds who the peers are, what they can do, and how they are set up. */
    void peers() {
        List<List<String>> lines = new ArrayList<>();
        for (Peers peer : Peers.values()) {
            List<String> cells = new ArrayList<>(List.of(peer.label()));
            for (Work work : Work.values()) {
                cells.add(peer.can(work) ? "yes" : "no");
            }
            cells.add(peer.settings());
            lines.add(cells);
        }
        document.heading(2, "Peers and their settings");
        document.table(List.of("peer", "memory", "disk", "Redis", "settings"), lines);
    }

    private static String sentence(String settings) {
        return settings.isEmpty() ? "" : ". " + settings;
    }

    private static String yardstick(@Nullable Asks asks) {
        return asks == null ? "" : asks.yardstick();
    }

    private static List<String> head(List<Row> rows) {
        List<String> head = new ArrayList<>(
                List.of("contender", "threads", "cpu ns", rows.get(0).unit(), "spread", "B/op"));
        head.addAll(percentiles(rows));
        head.addAll(counters(rows));
        head.addAll(List.of("ratio", "spread of the ratio"));
        return head;
    }

    private static List<String> percentiles(List<Row> rows) {
        return rows.stream().anyMatch(row -> row.samples("p99") != null) ? PERCENTILES : List.of();
    }

    private static Set<String> counters(List<Row> rows) {
        Set<String> counters = new TreeSet<>();
        rows.forEach(row -> counters.addAll(row.figures().keySet()));
        counters.removeAll(COLUMNS);
        return counters;
    }

    private static List<String> figures(Row row, List<Row> rows, @Nullable Asks asks) {
        Ratio wall = row.figure(Row.WALL);
        Ratio ratio = ratio(row, rows, asks);
        List<String> cells = new ArrayList<>(List.of(row.contender(), String.valueOf(row.threads())));
        cells.add(text(row.figure(Row.CPU)));
        cells.add(text(wall));
        cells.add(wall == null ? "" : wall.spread());
        cells.add(text(row.figure(Row.BYTES)));
        percentiles(rows).forEach(name -> cells.add(text(row.figure(name))));
        counters(rows).forEach(name -> cells.add(text(row.figure(name))));
        cells.add(text(ratio));
        cells.add(ratio == null ? "" : ratio.spread());
        return cells;
    }

    private static String text(@Nullable Ratio figure) {
        return figure == null ? "" : figure.toString();
    }

    private static @Nullable Ratio ratio(Row row, List<Row> rows, @Nullable Asks asks) {
        Row over = asks == null || asks.yardstick().isEmpty() ? null : Judgement.other(asks.yardstick(), row, rows);
        return over == null || asks == null ? null : Judgement.quotient(row, over, asks.figure());
    }

    private static List<Mark> marks(List<Row> rows, @Nullable Asks asks) {
        List<Mark> marks = new ArrayList<>();
        for (Row row : rows) {
            Ratio value = yardstick(asks).isEmpty() ? row.figure(Row.WALL) : ratio(row, rows, asks);
            if (value != null) {
                String threads = row.threads() == 1 ? "" : " x" + row.threads();
                marks.add(new Mark(row.contender() + threads, value));
            }
        }
        return marks;
    }

    /** Adds what became faster or slower than in an earlier run; within the spread of both nothing moved. */
    void moved(List<Row> before) {
        Map<String, Row> old = new LinkedHashMap<>();
        before.forEach(row -> old.put(row.key(), row));
        List<List<String>> lines = new ArrayList<>();
        answers.values()
                .forEach(rows -> rows.forEach(row -> {
                    Row then = old.get(row.key());
                    Ratio ratio = then == null ? null : Judgement.quotient(row, then, "");
                    if (ratio != null && (ratio.low() > 1 || ratio.high() < 1)) {
                        lines.add(List.of(row.key(), ratio.toString(), ratio.spread()));
                    }
                }));
        document.heading(2, "What moved");
        document.paragraph(
                lines.isEmpty()
                        ? "Nothing moved by more than the spread of the two runs."
                        : "Only what moved by more than the spread of both runs; new divided by old.");
        document.table(List.of("contender", "ratio", "spread"), lines);
    }
}
