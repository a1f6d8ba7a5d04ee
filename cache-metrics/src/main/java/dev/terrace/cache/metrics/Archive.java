package dev.terrace.cache.metrics;

import dev.terrace.cache.metrics.Snapshots.Snapshot;
import dev.terrace.cache.metrics.alert.AlertListener;
import dev.terrace.cache.metrics.alert.AlertStatus;
import dev.terrace.cache.metrics.curve.Sampling;
import dev.terrace.cache.metrics.history.History;
import dev.terrace.cache.metrics.history.HistoryFile;
import dev.terrace.cache.metrics.history.HistoryRecorder;
import dev.terrace.cache.metrics.report.Advisor;
import dev.terrace.cache.metrics.report.Evidence;
import dev.terrace.cache.metrics.report.KeptReport;
import dev.terrace.cache.metrics.report.Report;
import dev.terrace.cache.metrics.stats.Statistics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps the history, and makes reports of it. */
final class Archive implements AlertListener {

    /** What was sampled counts half after a week of five-minute samples. */
    private static final double AGING = Math.pow(0.5, 1.0 / (7 * 24 * 12));

    private final Sampling sampling;
    private final History history;
    private final HistoryRecorder recorder;
    private final @Nullable ReportFolder folder;

    Archive(MetricsSettings settings, Sampling sampling, Snapshot first, Instant now) {
        Path path = settings.folder();
        this.sampling = sampling;
        this.history = new History(path == null ? null : new HistoryFile(path.resolve("history")));
        this.recorder = new HistoryRecorder(first.nanos(), first.lifetime());
        this.folder = path == null ? null : new ReportFolder(path, settings.reportEvery(), now);
    }

    @Override
    public void changed(AlertStatus alert) {
        recorder.incident(alert.since(), alert.state().name().toLowerCase(Locale.ROOT) + ": " + alert.message());
    }

    /** Ends a stretch of the history, and writes a report if one is due. */
    void add(Snapshot now, Statistics statistics) {
        history.add(recorder.sample(
                statistics.lastUpdate(), now.nanos(), now.lifetime(), tier -> now.latency(tier, "get")));
        sampling.age(AGING);
        if (folder != null) {
            folder.writeIfDue(statistics.lastUpdate(), () -> report(statistics));
        }
    }

    List<KeptReport> kept() {
        return folder == null ? List.of() : folder.kept();
    }

    Report report(Statistics now) {
        Evidence evidence = new Evidence(now, sampling.curves(), sampling.freshness());
        return new Report(now.lastUpdate(), now, history.samples(), new Advisor(evidence).advice());
    }
}
