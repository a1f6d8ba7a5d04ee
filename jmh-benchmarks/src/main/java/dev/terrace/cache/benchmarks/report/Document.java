package dev.terrace.cache.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A page as a list of blocks, for {@link Markdown} and {@link Html} to write. Texts may hold {@code **bold**}. */
final class Document {

    /** A part of the page. */
    sealed interface Block permits Heading, Paragraph, Table, Chart {}

    /** A heading of level 1 to 3. */
    record Heading(int level, String text) implements Block {}

    /** Some sentences. */
    record Paragraph(String text) implements Block {}

    /** A table; every row has as many cells as the head. */
    record Table(List<String> head, List<List<String>> rows) implements Block {}

    /** Bars with their spread, only on the page with pictures. */
    record Chart(String unit, List<Mark> marks) implements Block {}

    /** One bar of a chart. */
    record Mark(String label, Ratio value) {}

    private final List<Block> blocks = new ArrayList<>();

    Document heading(int level, String text) {
        blocks.add(new Heading(level, text));
        return this;
    }

    Document paragraph(String text) {
        if (!text.isBlank()) {
            blocks.add(new Paragraph(text));
        }
        return this;
    }

    Document table(List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            blocks.add(new Table(head, List.copyOf(rows)));
        }
        return this;
    }

    Document chart(String unit, List<Mark> marks) {
        if (marks.size() > 1) {
            blocks.add(new Chart(unit, List.copyOf(marks)));
        }
        return this;
    }

    List<Block> blocks() {
        return blocks;
    }
}
