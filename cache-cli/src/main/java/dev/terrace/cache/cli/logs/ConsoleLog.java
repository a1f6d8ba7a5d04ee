package dev.terrace.cache.cli.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What is logged before anybody says otherwise: warnings, short, on standard error, away from results. Found by Logback as a
 * service, which spares each command the reading of XML.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final String SHORT = "%d{HH:mm:ss} %-5level " + LogFiles.MESSAGE + "%n%nopex";

    /** Made by the service loader. */
    public ConsoleLog() {}

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        begin(logback, Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs what is at least as bad as the level to the console, and nothing else anywhere. */
    static void begin(LoggerContext logback, Level level) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logback);
        encoder.setPattern(SHORT);
        encoder.start();
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logback);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.addFilter(filter);
        console.start();
        Logger root = logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(level);
        root.addAppender(console);
    }
}
