package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.extension.ReadListener;
import dev.terrace.cache.memory.MemoryTier;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was attached to a manager, and what those parts may ask of it; see {@link AttachedHost}. */
final class Extensions {

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

    private static final int USES = 3;

    /** Memory drops uses that come faster than it counts them: it has room for a few. */
    private static final int USES_REMEMBERED = 12;

    private final Ground ground;
    private final Regions regions;
    private final Lifecycle lifecycle;
    private final @Nullable MemoryTier memory;
    private final ConcurrentMap<String, Extension> attached = new ConcurrentHashMap<>();
    private final Listeners listeners = new Listeners();

    Extensions(Ground ground, Regions regions, Lifecycle lifecycle, @Nullable MemoryTier memory) {
        this.ground = ground;
        this.regions = regions;
        this.lifecycle = lifecycle;
        this.memory = memory;
    }

    void attach(@Nullable Extension extension) {
        Extension given = Arguments.given("extension", extension, "leave the call out for none");
        if (attached.putIfAbsent(given.name(), given) != null) {
            throw new IllegalArgumentException("extension " + given.name() + " is attached already; give each of them"
                    + " a name of its own, and attach it once");
        }
        try {
            given.start(new AttachedHost(this, given.name()));
        } catch (RuntimeException | Error e) {
            attached.remove(given.name(), given);
            throw e;
        }
        if (lifecycle.isClosed()) {
            close(given);
        }
    }

    /** Connects a region that was made just now. */
    void connect(Region<?> region) {
        region.tell(listeners.of(region.name()));
    }

    void listen(String name, @Nullable ReadListener next) {
        listeners.set(name, next);
        regions.all().forEach(this::connect);
    }

    void measure(@Nullable Probe probe) {
        ground.events().measure(probe);
    }

    TimeSource time() {
        return ground.time();
    }

    Executor executor() {
        return ground.workers().pool();
    }

    @Nullable
    StateStore state() {
        return ground.state();
    }

    @SuppressWarnings("unchecked") // each value's class is compared with the region's before it is stored
    <V> Map<String, Filled> fill(String region, FillOrder order, @Nullable BatchLoader<V> loader) {
        lifecycle.checkOpen();
        return ((Region<V>) known(region)).paths().fills().fill(order, loader);
    }

    private Region<?> known(String name) {
        Region<?> region = regions.get(Keys.checkedRegion(name));
        if (region == null) {
            throw new IllegalArgumentException("region " + name + " was not made; call cache(name, type) first");
        }
        return region;
    }

    void use(String region, Collection<String> keys) {
        Region<?> known = regions.get(region);
        var part = known == null ? null : known.parts().memory();
        if (part == null) {
            return;
        }
        int uses = 0;
        List<String> leastWantedFirst = new ArrayList<>(keys);
        Collections.reverse(leastWantedFirst);
        for (String key : leastWantedFirst) {
            for (int i = 0; i < USES; i++) {
                part.get(key);
                if (++uses % USES_REMEMBERED == 0) {
                    part.settle();
                }
            }
        }
        part.settle();
    }

    boolean holds(String region, String key, long tag) {
        Region<?> known = regions.get(region);
        return known != null && !lifecycle.isClosed() && holds(known, key, tag);
    }

    private static <V> boolean holds(Region<V> region, String key, long tag) {
        return region.paths().fills().holds(region.parts().key(key), tag);
    }

    Collection<String> expendable(String region, int most) {
        Region<?> known = regions.get(region);
        var part = known == null ? null : known.parts().memory();
        return part == null ? List.of() : part.coldest(most);
    }

    /** A region that is full may still be lent what others do not use, so the fuller one of the two does not count. */
    double memoryUse(String region) {
        Region<?> known = regions.get(region);
        var part = known == null ? null : known.parts().memory();
        if (memory == null || part == null) {
            return memory == null ? 1 : 0;
        }
        long all = 0;
        for (Region<?> each : regions.all()) {
            var other = each.parts().memory();
            all += other == null ? 0 : other.weight();
        }
        double ofAll = (double) all / memory.budget();
        return Math.min(1, Math.min(ofAll, (double) part.weight() / Math.max(1, part.maximum())));
    }

    /** Adds the numbers that extensions want to be seen. */
    void addGauges(Map<String, Double> gauges) {
        attached.forEach((name, extension) -> {
            if (extension instanceof Gauges own) {
                own.gauges().forEach((gauge, value) -> gauges.put(name + "." + gauge, value));
            }
        });
    }

    /** Returns who knows how hot keys are; null if nobody does. */
    @Nullable
    Heat heat() {
        return attached.values().stream()
                .filter(Heat.class::isInstance)
                .map(Heat.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Ends what was attached, before the tiers end. */
    void close() {
        listeners.clear();
        measure(null);
        attached.values().forEach(Extensions::close);
    }

    private static void close(Extension extension) {
        try {
            extension.close();
        } catch (RuntimeException e) {
            LOG.warn("close_failed part={}", extension.name(), e);
        }
    }
}
