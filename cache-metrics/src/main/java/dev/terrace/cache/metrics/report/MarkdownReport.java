package dev.terrace.cache.metrics.report;

import java.util.List;

/** Writes a report as Markdown. */
final class MarkdownReport {

    private final Report report;
    private final Summary summary;

    MarkdownReport(Report report) {
        this.report = report;
        this.summary = new Summary(report);
    }

    String write() {
        StringBuilder text = new StringBuilder("# Cache report\n\n");
        text.append(Texts.say("Made %s; the history covers %s.\n\n", report.at(), Texts.duration(report.covered())));
        summary.answers().forEach(answer -> text.append("- ").append(answer).append('\n'));
        text.append("\n## Advice\n\n");
        if (report.advice().isEmpty()) {
            text.append("None.\n");
        }
        int number = 1;
        for (Advice advice : report.advice()) {
            text.append(number++).append(". **").append(advice.change()).append("** ");
            text.append(advice.arithmetic()).append('\n');
        }
        summary.tables().forEach(table -> write(text, table));
        return text.toString();
    }

    private static void write(StringBuilder text, Summary.Table table) {
        text.append("\n## ").append(table.title()).append("\n\n");
        if (table.rows().isEmpty()) {
            text.append("None.\n");
            return;
        }
        row(text, table.head());
        text.append("|---".repeat(table.head().size())).append("|\n");
        table.rows().forEach(cells -> row(text, cells));
    }

    private static void row(StringBuilder text, List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
        text.append("|\n");
    }
}
