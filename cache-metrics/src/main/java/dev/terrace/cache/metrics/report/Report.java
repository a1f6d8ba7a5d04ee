package dev.terrace.cache.metrics.report;

import dev.terrace.cache.metrics.history.Sample;
import dev.terrace.cache.metrics.stats.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an operator should know about a manager.
 *
 * @param at when it was made
 * @param now the statistics at that moment
 * @param samples the history, oldest first
 * @param advice what to change, best first
 */
public record Report(Instant at, Statistics now, List<Sample> samples, List<Advice> advice) {

    /** Copies the lists. */
    public Report {
        samples = List.copyOf(samples);
        advice = List.copyOf(advice);
    }

    /** Returns how much time the history covers. */
    public Duration covered() {
        return Duration.ofMillis(
                Math.round(samples.stream().mapToDouble(Sample::seconds).sum() * 1000));
    }

    /** Returns the report as Markdown. */
    public String toMarkdown() {
        return new MarkdownReport(this).write();
    }

    /** Returns the report as one page of HTML with charts, which loads nothing. */
    public String toHtml() {
        return new HtmlReport(this).write();
    }
}
