package dev.terrace.cache.redis;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.redis.RedisKeys.Name;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.NamedThreads;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what other programs do to our entries. Each server says on a connection of its own which of them changed,
 * whoever changed them; then the header is read, and the tag of what is stored by now goes to the receiver as a message of
 * a node would: what is here and has another tag is dropped. So changes of nodes, which come here as well, drop nothing.
 *
 * <p>With each heartbeat a key under a watched name is written: a connection that does not hear of it for the silence
 * limit is given up. Whenever one ends or begins, messages count as lost. One thread for each server; safe for use by many
 * threads.
 */
final class ForeignWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignWatch.class);

    private static final int BATCH = 256;
    private static final int MOST_NOTICED = 100_000;
    private static final long PAUSE_AFTER_REFUSAL_NANOS = 5_000_000_000L;
    private static final ThreadFactory THREADS = NamedThreads.daemon("terrace-redis-foreign");

    private final Parts parts;
    private final Storage storage;
    private final Background rounds;
    private final Background checks;
    private final Map<Server, Watch> watches = new ConcurrentHashMap<>();
    private final Set<TierKey> noticed = new LinkedHashSet<>();
    private final LongAdder checked = new LongAdder();
    private final LongAdder losses = new LongAdder();
    private volatile @Nullable Receiver receiver;
    private volatile boolean closed;

    ForeignWatch(Parts parts, Storage storage, TierContext context) {
        this.parts = parts;
        this.storage = storage;
        this.rounds = new Background(context.executor(), this::lookAfterServers);
        this.checks = new Background(context.executor(), this::check);
    }

    /** Begins; returns the receiver that the channel must use from now on, too. */
    Receiver join(Receiver other) {
        Receiver shared = new OneAtATime(other);
        receiver = shared;
        tick();
        return shared;
    }

    private void tick() {
        if (!closed) {
            rounds.soon();
            checks.soon(); // what a busy executor refused
            parts.time().after(parts.settings().timing().heartbeat(), this::tick);
        }
    }

    private void lookAfterServers() {
        List<Server> servers = parts.redis().topology().known();
        watches.forEach((server, watch) -> {
            if (!servers.contains(server)) {
                watch.hangUp();
            }
        });
        for (Server server : servers) {
            if (!closed && !server.breaker().isOpen()) {
                lookAfter(server);
            }
        }
    }

    private void lookAfter(Server server) {
        Watch watch = watches.get(server);
        if (watch == null) {
            Watch begun = new Watch(server);
            watches.put(server, begun);
            THREADS.newThread(begun).start();
        } else if (watch.mayGo()) {
            watches.remove(server, watch);
        } else if (watch.isConfirmed) {
            beat(server);
        }
    }

    private static void beat(Server server) {
        try {
            server.writeProbe();
        } catch (RedisException e) {
            LOG.debug("foreign_beat_failed server={}", server, e);
        }
    }

    private void lose(String reason) {
        Receiver told = receiver;
        if (told != null && !closed) {
            losses.increment();
            told.lost(reason);
        }
    }

    private void notice(List<byte[]> names) {
        boolean tooMany;
        synchronized (noticed) {
            for (byte[] name : names) {
                add(name);
            }
            tooMany = noticed.size() > MOST_NOTICED;
            if (tooMany) {
                noticed.clear();
            }
        }
        if (tooMany) {
            lose("more changed keys than can be checked");
        } else {
            checks.soon();
        }
    }

    /** Leases, tombstones, probes and entries of generations that are gone are no news. */
    private void add(byte[] name) {
        Name entry =
                name.length > 0 && name[name.length - 1] == '}' ? parts.names().parse(name) : null;
        if (entry != null && parts.generations().mayBeCurrent(entry.key().region(), entry.generation())) {
            noticed.add(entry.key());
        }
    }

    private List<TierKey> take() {
        List<TierKey> some = new ArrayList<>();
        synchronized (noticed) {
            Iterator<TierKey> all = noticed.iterator();
            while (some.size() < BATCH && all.hasNext()) {
                some.add(all.next());
                all.remove();
            }
        }
        return some;
    }

    private void check() {
        Receiver told = receiver;
        for (List<TierKey> some = take(); told != null && !some.isEmpty() && !closed; some = take()) {
            Map<TierKey, Long> tags = tagsOf(some);
            for (TierKey key : some) {
                told.changed(key, tags.getOrDefault(key, Gate.ABSENT));
            }
            checked.add(some.size());
        }
    }

    /** What cannot be read is taken for gone: dropping a copy too many costs a read. */
    private Map<TierKey, Long> tagsOf(List<TierKey> keys) {
        try {
            return storage.tags(keys);
        } catch (RedisException e) {
            LOG.debug("foreign_changes_not_read", e);
            return Map.of();
        }
    }

    /**
     * Returns what is to be seen: {@code foreign.} and then {@code connections} that listen, changed keys {@code checked},
     * and {@code losses}, the first of each connection among them.
     */
    Map<String, Double> gauges() {
        double listening =
                watches.values().stream().filter(watch -> watch.isConfirmed).count();
        return Map.of(
                "foreign.connections", listening,
                "foreign.checked", checked.doubleValue(),
                "foreign.losses", losses.doubleValue());
    }

    @Override
    public void close() {
        closed = true;
        watches.values().forEach(Watch::hangUp);
    }

    /** The connection to one server, and the thread that listens there. */
    private final class Watch implements Runnable, SubscriptionListener {

        private final Server server;
        private volatile @Nullable RedisConnection connection;
        private volatile @Nullable Long refusedNanos;
        private volatile boolean isConfirmed;

        Watch(Server server) {
            this.server = server;
        }

        @Override
        public void run() {
            try (RedisConnection own = server.openDedicated()) {
                connection = own;
                own.listenToChanges(
                        parts.names().beginnings(), parts.settings().timing().silence(), this);
            } catch (RedisException e) {
                ended(e);
            }
        }

        private void ended(RedisException e) {
            if (isConfirmed) {
                watches.remove(server, this);
                lose("changes by other programs may have been missed: " + e.getMessage());
            } else if (closed || (e.kind().isOutage() && e.kind() != Kind.ACCESS)) {
                watches.remove(server, this);
            } else {
                LOG.warn("foreign_changes_not_heard server={} reason=\"{}\"", server, e.getMessage());
                refusedNanos = parts.time().nanos();
            }
        }

        /** Returns true once it has ended for long enough to be tried again. */
        boolean mayGo() {
            Long since = refusedNanos;
            return since != null && parts.time().nanos() - since > PAUSE_AFTER_REFUSAL_NANOS;
        }

        void hangUp() {
            RedisConnection own = connection;
            if (own != null) {
                own.abort();
            }
        }

        @Override
        public void confirmed() {
            isConfirmed = true;
            lose("changes by other programs are heard from now on");
        }

        @Override
        public void invalidated(@Nullable List<byte[]> names) {
            if (names == null) {
                lose("everything was removed by another program");
            } else {
                notice(names);
            }
        }
    }
}
