package dev.terrace.cache.benchmarks.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a document as Markdown; charts are left out. */
final class Markdown {

    private Markdown() {}

    static String of(Document document) {
        StringBuilder text = new StringBuilder();
        for (Document.Block block : document.blocks()) {
            if (block instanceof Document.Heading heading) {
                text.append("#".repeat(heading.level()))
                        .append(' ')
                        .append(heading.text())
                        .append("\n\n");
            } else if (block instanceof Document.Paragraph paragraph) {
                text.append(paragraph.text()).append("\n\n");
            } else if (block instanceof Document.Table table) {
                text.append(line(table.head()));
                text.append(line(Collections.nCopies(table.head().size(), "---")));
                table.rows().forEach(row -> text.append(line(row)));
                text.append('\n');
            }
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
