package dev.terrace.cache.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Rows under a head, in columns as wide as they must be; numbers stand at the right. For one thread. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Begins a table. */
    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row with as many cells as the head. */
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** Returns the lines, without one at the end. */
    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        for (List<String> row : rows) {
            StringJoiner line = new StringJoiner(GAP);
            for (int column = 0; column < row.size(); column++) {
                line.add(padded(row.get(column), column));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines.toString();
    }

    private String padded(String cell, int column) {
        int width =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        String space = " ".repeat(width - cell.length());
        return column > 0 && isNumeric(column) ? space + cell : cell + space;
    }

    /** The head does not count. */
    private boolean isNumeric(int column) {
        return rows.stream()
                .skip(1)
                .map(row -> row.get(column))
                .allMatch(cell -> cell.isEmpty() || Character.isDigit(cell.charAt(0)) || cell.equals("-"));
    }
}
