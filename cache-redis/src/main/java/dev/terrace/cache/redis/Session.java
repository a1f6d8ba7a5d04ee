package dev.terrace.cache.redis;

import dev.terrace.cache.redis.coherence.ChannelTiming;
import dev.terrace.cache.redis.coherence.Publisher;
import dev.terrace.cache.redis.coherence.RedisCoherence;
import dev.terrace.cache.redis.coherence.Sender;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tier at work: its parts, made by plain {@code new} in one place. */
final class Session implements AutoCloseable {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Recoveries recovery;
    private final Redis redis;
    private final Parts parts;
    private final Upkeep upkeep;
    private final Storage storage;
    private final Writes writes;
    private final Conditional conditional;
    private final LoadLease leases;
    private final Sweep sweep;
    private final Sizes sizes;
    private final @Nullable ForeignWatch foreign;
    private final RedisCoherence coherence;
    private volatile boolean closed;

    Session(RedisSettings settings, TierContext context) {
        recovery = new Recoveries(context);
        redis = new Redis(Topologies.of(settings, context, recovery));
        RedisKeys names = new RedisKeys(settings.prefix());
        Publisher publisher = new Publisher(Sender.random());
        Announcer announcer = new Announcer(publisher);
        Generations generations = new Generations(redis, names, announcer);
        FailoverWindow window =
                new FailoverWindow(context.time(), settings.timing().failoverWindow());
        parts = new Parts(settings, redis, names, generations, announcer, window, context.time());
        BarrierTimes barriers = new BarrierTimes(redis, names);
        storage = new Storage(parts);
        writes = new Writes(parts, barriers);
        conditional = new Conditional(parts);
        leases = new LoadLease(parts);
        sweep = new Sweep(parts, barriers);
        sizes = new Sizes(parts);
        upkeep = new Upkeep(parts, context);
        CoherenceLink link = new CoherenceLink(parts, sweep, upkeep::soon);
        ChannelTiming timing = new ChannelTiming(
                settings.timing().heartbeat(), settings.timing().silence());
        foreign = settings.foreignWriters() ? new ForeignWatch(parts, storage, context) : null;
        coherence = new RedisCoherence(
                link, publisher, timing, context, receiver -> foreign == null ? receiver : foreign.join(receiver));
        recovery.connect(parts, writes, link::hearsIfItListens);
        upkeep.begin();
    }

    Storage storage() {
        return storage;
    }

    Writes writes() {
        return writes;
    }

    Conditional conditional() {
        return conditional;
    }

    LoadLease leases() {
        return leases;
    }

    Sweep sweep() {
        return sweep;
    }

    Sizes sizes() {
        return sizes;
    }

    RedisCoherence coherence() {
        return coherence;
    }

    Scan scan(Scope scope) {
        return new KeyWalk(parts, scope, this::checkOpen);
    }

    /** Throws once the tier is closed. */
    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the redis tier is closed; make a new one with RedisTier.at(...)");
        }
    }

    Map<String, Double> gauges() {
        double open = 0;
        double opened = 0;
        double connections = 0;
        double free = 0;
        double roundTripNanos = 0;
        for (Server server : redis.topology().known()) {
            open += server.breaker().isOpen() ? 1 : 0;
            opened += server.breaker().timesOpened();
            connections += server.openConnections();
            free += server.freeConnections();
            roundTripNanos = Math.max(roundTripNanos, (double) server.clock().roundTripNanos());
        }
        Map<String, Double> gauges = new LinkedHashMap<>(coherence.gauges());
        int servers = redis.topology().known().size();
        gauges.put("redis.servers", (double) servers);
        gauges.put(
                "redis.pool.size", (double) servers * parts.settings().limits().connections());
        gauges.put("redis.pool.free", free);
        gauges.put("redis.round.trip.millis", roundTripNanos / NANOS_PER_MILLI);
        gauges.put("redis.breakers.open", open);
        gauges.put("redis.breakers.opened", opened);
        gauges.put("redis.connections", connections);
        gauges.put("redis.writes.taken-back", (double) recovery.takenBack());
        if (foreign != null) {
            gauges.putAll(foreign.gauges());
        }
        return gauges;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            coherence.close();
            if (foreign != null) {
                foreign.close();
            }
            upkeep.close();
            redis.close();
        }
    }
}
