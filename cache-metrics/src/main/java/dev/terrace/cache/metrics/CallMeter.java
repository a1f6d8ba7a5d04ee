package dev.terrace.cache.metrics;

import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.metrics.curve.Sampling;
import dev.terrace.cache.metrics.stats.CallTimes;
import dev.terrace.cache.metrics.stats.Latencies;
import dev.terrace.cache.time.TimeSource;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times the calls of lower tiers and loaders, and shows them as observations if somebody wants those. */
final class CallMeter implements Probe {

    private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);

    private final Latencies latencies;
    private final Sampling sampling;
    private final TimeSource time;
    private volatile @Nullable ObservationRegistry observations;

    CallMeter(Latencies latencies, Sampling sampling, TimeSource time) {
        this.latencies = latencies;
        this.sampling = sampling;
        this.time = time;
    }

    void observe(ObservationRegistry registry) {
        observations = registry;
    }

    @Override
    public Call begin(String part, Operation operation, String region) {
        String name = operation.name().toLowerCase(Locale.ROOT);
        CallTimes times = latencies.of(part, name);
        ObservationRegistry registry = observations;
        Call timed = new TimedCall(times, time, time.nanos());
        return registry == null ? timed : observed(registry, timed, new Subject(part, name, region));
    }

    private record Subject(String part, String operation, String region) {}

    private record TimedCall(CallTimes times, TimeSource time, long startNanos) implements Call {

        @Override
        public void end(@Nullable Throwable failure) {
            times.record(time.nanos() - startNanos);
        }
    }

    /** What handlers of observations throw is theirs: the call of the user goes on. */
    private static Call observed(ObservationRegistry registry, Call timed, Subject subject) {
        try {
            boolean isLoad = subject.part().equals(LOADER);
            Observation observation = Observation.createNotStarted(
                            isLoad ? "terrace.load" : "terrace.tier.call", registry)
                    .contextualName(subject.part() + ' ' + subject.operation())
                    .lowCardinalityKeyValue("tier", subject.part())
                    .lowCardinalityKeyValue("operation", subject.operation())
                    .lowCardinalityKeyValue("cache", subject.region())
                    .start();
            return new ObservedCall(timed, observation, observation.openScope());
        } catch (RuntimeException e) {
            LOG.warn("observation_failed", e);
            return timed;
        }
    }

    private record ObservedCall(Call timed, Observation observation, Observation.Scope scope) implements Call {

        @Override
        public void end(@Nullable Throwable failure) {
            timed.end(failure);
            try {
                scope.close();
                if (failure != null) {
                    observation.error(failure);
                }
                observation.stop();
            } catch (RuntimeException e) {
                LOG.warn("observation_failed", e);
            }
        }
    }

    @Override
    public void failed(String tier, Throwable failure) {
        latencies.failed(tier, failure);
    }

    @Override
    public void made(Made made) {
        sampling.made(made, time.millis());
    }
}
