package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.warming.Plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the keys of a run, most wanted first. */
final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** Less than any key that was ever read. */
    private static final double UNKNOWN = 0;

    /** Expected within one half-life: of such keys two in five are read. */
    private static final double FEWEST_READS = 0.5;

    private final AccessPatterns patterns;
    private final Successors successors;
    private final double horizonSeconds;

    Planner(AccessPatterns patterns, Successors successors, Duration horizon) {
        this.patterns = patterns;
        this.successors = successors;
        this.horizonSeconds = horizon.toMillis() / 1000.0;
    }

    /**
     * A key that is wanted.
     *
     * @param outlook how often it is expected to be read, per second
     * @param reason why it was chosen
     */
    record Wanted(String region, String key, double outlook, Reason reason) {}

    /** Returns the keys by the source that is to be asked first, sources with a higher priority first. */
    Map<Registered, List<Wanted>> plan(Plan plan, List<Registered> sources, SourceCalls calls, long now) {
        Map<Registered, List<Wanted>> bySource = new LinkedHashMap<>();
        sources.forEach(source -> bySource.put(source, new ArrayList<>()));
        int room = plan.budget().keys();
        for (Wanted wanted : measured(plan, sources, now)) {
            Registered source = first(sources, wanted);
            if (source != null && room > 0 && bySource.containsKey(source)) {
                bySource.get(source).add(wanted);
                room--;
            }
        }
        for (Registered source : sources) {
            List<Wanted> wanted = bySource.get(source);
            if (wanted != null) {
                trim(source, wanted);
                room -= changed(plan, source, wanted, calls, now);
                room -= listed(plan, source, wanted, calls, room);
            }
        }
        return bySource;
    }

    private static void trim(Registered source, List<Wanted> wanted) {
        int allowed = source.credit().allowed(wanted.size());
        wanted.subList(allowed, wanted.size()).clear();
    }

    private static @Nullable Registered first(List<Registered> sources, Wanted wanted) {
        for (Registered source : sources) {
            if (source.knows(wanted.region(), wanted.key())) {
                return source;
            }
        }
        return null;
    }

    private List<Wanted> measured(Plan plan, List<Registered> sources, long now) {
        List<Wanted> all = new ArrayList<>();
        for (String region : new TreeSet<>(
                sources.stream().map(source -> source.source().region()).toList())) {
            Map<String, Wanted> best = new LinkedHashMap<>();
            measured(region, plan, now)
                    .forEach(wanted -> best.merge(
                            wanted.key(), wanted, (one, other) -> one.outlook() >= other.outlook() ? one : other));
            all.addAll(best.values());
        }
        all.sort(Comparator.comparingDouble(Wanted::outlook).reversed());
        return all;
    }

    private List<Wanted> measured(String region, Plan plan, long now) {
        List<Wanted> wanted = new ArrayList<>();
        int most = plan.budget().keys();
        long then = now + plan.lead().toMillis();
        if (plan.reasons().contains(Reason.SUCCESSOR)) {
            successors
                    .take(region)
                    .forEach(key ->
                            wanted.add(new Wanted(region, key, patterns.outlook(region, key, then), Reason.SUCCESSOR)));
        }
        if (plan.reasons().contains(Reason.HISTORY)) {
            wanted.addAll(worthALoad(region, patterns.expected(region, most, then), Reason.HISTORY, plan, then));
        }
        if (plan.reasons().contains(Reason.EXPIRING)) {
            wanted.addAll(worthALoad(region, patterns.hottest(region, most), Reason.EXPIRING, plan, then));
        } else if (plan.reasons().contains(Reason.HEAT)) {
            wanted.addAll(worthALoad(region, patterns.hottest(region, most), Reason.HEAT, plan, then));
        }
        return wanted;
    }

    /** A plan without history goes by heat alone. What will hardly be read within one half-life is not worth a load. */
    private List<Wanted> worthALoad(String region, List<HotKey> keys, Reason reason, Plan plan, long then) {
        List<Wanted> wanted = new ArrayList<>();
        boolean byHistory = plan.reasons().contains(Reason.HISTORY);
        for (HotKey hot : keys) {
            double outlook = byHistory ? patterns.outlook(region, hot.key(), then) : hot.perSecond();
            double reads = byHistory ? patterns.expectedReads(region, hot.key(), then) : outlook * horizonSeconds;
            if (reads >= FEWEST_READS) {
                wanted.add(new Wanted(region, hot.key(), outlook, reason));
            }
        }
        return wanted;
    }

    /** Keys that changed at their source are wanted anew if they are read at all. */
    private int changed(Plan plan, Registered source, List<Wanted> wanted, SourceCalls calls, long now) {
        Source.ChangeList list = source.source().changedSince();
        if (list == null || !plan.reasons().contains(Reason.CHANGED)) {
            return 0;
        }
        Instant begin = Instant.ofEpochMilli(now);
        String region = source.source().region();
        List<Wanted> changed = ask(source, calls, () -> list.since(source.changesSeen()), Integer.MAX_VALUE).stream()
                .map(key -> new Wanted(region, key, patterns.outlook(region, key, now), Reason.CHANGED))
                .filter(key -> key.outlook() > UNKNOWN && source.knows(region, key.key()))
                .toList();
        source.changesSeen(begin);
        wanted.removeIf(known -> changed.stream().anyMatch(key -> key.key().equals(known.key())));
        wanted.addAll(0, changed);
        return changed.size();
    }

    private static int listed(Plan plan, Registered source, List<Wanted> wanted, SourceCalls calls, int room) {
        Source.KeyList list = source.source().allKeys();
        if (list == null || !plan.reasons().contains(Reason.LISTED) || room <= 0) {
            return 0;
        }
        Set<String> known = new HashSet<>();
        wanted.forEach(key -> known.add(key.key()));
        String region = source.source().region();
        List<Wanted> listed = ask(source, calls, list::keys, room + known.size()).stream()
                .filter(key -> source.knows(region, key) && known.add(key))
                .limit(room)
                .map(key -> new Wanted(region, key, UNKNOWN, Reason.LISTED))
                .toList();
        wanted.addAll(listed);
        return listed.size();
    }

    /** Lists keys; a source that cannot has listed none. */
    private static List<String> ask(Registered source, SourceCalls calls, Callable<Stream<String>> list, int most) {
        if (source.isBackingOff()) {
            return List.of();
        }
        try {
            return calls.call(
                    () -> {
                        try (Stream<String> keys = list.call()) {
                            return keys.limit(most).toList();
                        }
                    },
                    source.source().limits().timeout());
        } catch (Exception e) {
            source.failed();
            LOG.warn("warming_source_failed source={} call=list", source.name(), e);
            return List.of();
        }
    }
}
