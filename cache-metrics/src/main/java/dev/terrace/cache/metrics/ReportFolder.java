package dev.terrace.cache.metrics;

import dev.terrace.cache.metrics.report.KeptReport;
import dev.terrace.cache.metrics.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports on a schedule: the latest as {@code report.md} and {@code report.html}, and each under its date. When the
 * latest was written is read from the file, so a restart does not begin the week anew.
 */
final class ReportFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ReportFolder.class);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern NAME = Pattern.compile("report-(\\d{8}-\\d{4})\\.html");

    private final Path folder;
    private final Duration interval;
    private Instant last;

    ReportFolder(Path folder, Duration interval, Instant now) {
        this.folder = folder;
        this.interval = interval;
        this.last = lastWritten(now);
    }

    private Instant lastWritten(Instant now) {
        try {
            Path stamp = folder.resolve("report.last");
            return Files.exists(stamp) ? Instant.parse(Files.readString(stamp).strip()) : now;
        } catch (IOException | java.time.format.DateTimeParseException e) {
            LOG.debug("report_stamp_unreadable", e);
            return now;
        }
    }

    /** Returns what was written under its date, newest first; files of other names are somebody else's. */
    List<KeptReport> kept() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> kept(name.group(1)))
                    .sorted(Comparator.comparing(KeptReport::name).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the reports in " + folder + "; see its permissions", e);
        }
    }

    private KeptReport kept(String name) {
        Instant at = LocalDateTime.parse(name, DATE).toInstant(ZoneOffset.UTC);
        return new KeptReport(
                name, at, folder.resolve("report-" + name + ".md"), folder.resolve("report-" + name + ".html"));
    }

    void writeIfDue(Instant now, Supplier<Report> report) {
        if (now.isBefore(last.plus(interval))) {
            return;
        }
        last = now;
        try {
            Files.createDirectories(folder);
            Report made = report.get();
            for (String name : new String[] {"report", "report-" + DATE.format(now)}) {
                Files.writeString(folder.resolve(name + ".md"), made.toMarkdown());
                Files.writeString(folder.resolve(name + ".html"), made.toHtml());
            }
            Files.writeString(folder.resolve("report.last"), now.toString());
            LOG.info("report_written folder={}", folder);
        } catch (IOException e) {
            LOG.warn("report_not_written folder={}", folder, e);
        }
    }
}
