package dev.terrace.cache.metrics.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A report that was written on schedule and is kept.
 *
 * @param name when it was made, as in {@code 20261121-0600}
 * @param at the same as a moment, to the minute
 * @param markdown its file
 * @param html its file
 */
public record KeptReport(String name, Instant at, Path markdown, Path html) {

    /** Reads it as Markdown. Blocks on disk. */
    public String toMarkdown() {
        return read(markdown);
    }

    /** Reads it as one page of HTML that loads nothing. Blocks on disk. */
    public String toHtml() {
        return read(html);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report " + file + "; list the reports again", e);
        }
    }
}
