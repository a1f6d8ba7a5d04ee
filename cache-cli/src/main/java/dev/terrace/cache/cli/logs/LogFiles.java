package dev.terrace.cache.cli.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.terrace.cache.cli.console.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The log of a server: {@code debug.log} with everything, kept for 7 days, and {@code terrace.log} with INFO and above, kept
 * for 30; both begin anew at midnight and when they are large. The console shows INFO and above, short. Levels mean: ERROR a
 * failure, WARN degraded, INFO a change of state, DEBUG a detail.
 */
public final class LogFiles implements AutoCloseable {

    /** A message on one line, whatever keys and values it quotes. */
    static final String MESSAGE = "%replace(%msg){'[\\r\\n]+', ' | '}";

    static final int DAYS_OF_DEBUG = 7;
    static final int DAYS_OF_INFO = 30;

    private static final String LONG =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger - " + MESSAGE + "%n";
    private static final FileSize LARGE = new FileSize(50 * FileSize.MB_COEFFICIENT);
    private static final FileSize ALL = new FileSize(FileSize.GB_COEFFICIENT);
    private static final String OWN = "dev.terrace";

    /** They tell at INFO how they are made inside. */
    private static final List<String> TALKATIVE = List.of("io.javalin", "org.eclipse.jetty", "net.openhft");

    private final Path folder;
    private final LoggerContext logback;

    private LogFiles(Path folder, LoggerContext logback) {
        this.folder = folder;
        this.logback = logback;
    }

    /**
     * Begins to log into a folder, which is made if it is missing.
     *
     * @throws Failure if nothing can be written there
     */
    public static LogFiles in(Path folder) {
        return in(folder, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static LogFiles in(Path folder, LoggerContext logback) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder);
        }
        ConsoleLog.begin(logback, Level.INFO);
        logback.getLogger(OWN).setLevel(Level.DEBUG);
        TALKATIVE.forEach(name -> logback.getLogger(name).setLevel(Level.WARN));
        Logger root = logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(file(logback, folder, "debug", Level.DEBUG, DAYS_OF_DEBUG));
        root.addAppender(file(logback, folder, "terrace", Level.INFO, DAYS_OF_INFO));
        return new LogFiles(folder, logback);
    }

    private static Failure unwritable(Path folder) {
        return Failure.of(
                "the folder of the log, " + folder.toAbsolutePath() + ", cannot be written",
                "name another one with --log-folder");
    }

    private static RollingFileAppender<ILoggingEvent> file(
            LoggerContext logback, Path folder, String name, Level level, int days) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logback);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(LONG);
        encoder.start();
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(logback);
        file.setName(name);
        file.setFile(folder.resolve(name + ".log").toString());
        file.setEncoder(encoder);
        file.addFilter(filter);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(logback);
        rolling.setParent(file);
        rolling.setFileNamePattern(
                folder.resolve(name + ".%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxHistory(days);
        rolling.setMaxFileSize(LARGE);
        rolling.setTotalSizeCap(ALL);
        rolling.setCleanHistoryOnStart(true);
        rolling.start();
        file.setRollingPolicy(rolling);
        file.start();
        return file;
    }

    /** Returns where the files are. */
    public Path folder() {
        return folder;
    }

    /** Writes what is left and closes the files; from then on only warnings are shown, on the console. */
    @Override
    public void close() {
        Logger root = logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        logback.getLogger(OWN).setLevel(null);
        ConsoleLog.begin(logback, Level.WARN);
    }
}
