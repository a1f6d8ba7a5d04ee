package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import dev.terrace.cache.redis.coherence.ChannelLink;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the channel asks of this tier. Safe for use by many threads. */
final class CoherenceLink implements ChannelLink {

    private static final byte[] PRESENT = {'1'};

    private final Parts parts;
    private final Sweep sweep;
    private final Runnable refreshSoon;
    private volatile @Nullable RedisConnection subscription;
    private volatile boolean listening;
    private volatile boolean subscribed;

    /**
     * Makes the link.
     *
     * @param refreshSoon reads the generations again, in the background
     */
    CoherenceLink(Parts parts, Sweep sweep, Runnable refreshSoon) {
        this.parts = parts;
        this.sweep = sweep;
        this.refreshSoon = refreshSoon;
    }

    /** Returns false while there is a channel and it hears nothing: what is written meanwhile may go unheard. */
    boolean hearsIfItListens() {
        return subscribed || !listening;
    }

    @Override
    public void listen(Ears ears) {
        listening = true;
        Duration silence = parts.settings().timing().silence();
        try (RedisConnection own = parts.redis().openFor(parts.names().channel())) {
            subscription = own;
            own.listen(parts.names().channel(), silence, new SubscriptionListener() {
                @Override
                public void confirmed() {
                    ears.confirmed(readAgain());
                    subscribed = true;
                    // A server that serves again was kept away from only for that.
                    parts.redis()
                            .topology()
                            .known()
                            .forEach(server -> server.breaker().hurry());
                }

                @Override
                public void message(byte[] bytes) {
                    ears.message(bytes);
                }
            });
        } finally {
            subscribed = false;
            subscription = null;
        }
    }

    /**
     * Reads what may have changed unheard, on another connection of its own: the server may be kept away from until the
     * channel is heard. A server that confirms subscriptions but serves no data yet fails here.
     */
    private List<byte[]> readAgain() {
        byte[] barriers = parts.names().activeBarriers();
        try (RedisConnection direct = parts.redis().openFor(barriers)) {
            Caller caller = command ->
                    direct.call(command.inFull().verb(), command.inFull().arguments());
            parts.generations().refresh(caller);
            return names(caller.call(Command.on(Verb.HKEYS, barriers)));
        }
    }

    @Override
    public void hangUp() {
        RedisConnection own = subscription;
        if (own != null) {
            own.abort();
        }
    }

    @Override
    public void publish(byte[] message) {
        reached(() -> {
            parts.redis().publish(parts.names().channel(), message);
            return true;
        });
    }

    /** What the channel's callers cannot help is a failure that they know. */
    private static <T extends @Nullable Object> T reached(Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (RedisException e) {
            throw e.asUnavailable();
        }
    }

    @Override
    public void publishFromServerOf(TierKey key, byte[] message) {
        reached(() -> {
            byte[] name = parts.namesOf(key).entry();
            byte[] channel = parts.names().channel();
            return parts.redis().call(Intent.WRITE, new Command(Verb.PUBLISH, name, channel, message));
        });
    }

    @Override
    public long timeMicros() {
        return parts.redis().timeMicros();
    }

    @Override
    public String runId() {
        TreeSet<String> ids = new TreeSet<>();
        for (Server server : parts.redis().topology().masters()) {
            ids.add(server.call(Intent.READ, Identity::of).runId());
        }
        return String.join(",", ids);
    }

    @Override
    public void list(byte[] barrier) {
        byte[] table = parts.names().activeBarriers();
        reached(() -> parts.redis().call(Intent.WRITE, Command.on(Verb.HSET, table, barrier, PRESENT)));
    }

    @Override
    public boolean unlist(byte[] barrier) {
        Object removed = parts.redis()
                .call(Intent.WRITE, Command.on(Verb.HDEL, parts.names().activeBarriers(), barrier));
        return Long.valueOf(1).equals(removed);
    }

    @Override
    public List<byte[]> listed() {
        return names(parts.redis()
                .call(Intent.READ, Command.on(Verb.HKEYS, parts.names().activeBarriers())));
    }

    private static List<byte[]> names(@Nullable Object reply) {
        List<byte[]> barriers = new ArrayList<>();
        ServerReply.list(reply).forEach(barrier -> barriers.add((byte[]) barrier));
        return barriers;
    }

    @Override
    public long sweep(Scope scope, BooleanSupplier goOn) {
        return sweep.run(scope, goOn);
    }

    /** A sender that names another generation is behind, or this node is: the table knows. */
    @Override
    public void heardGeneration(String region, long generation, boolean isNew) {
        if (isNew) {
            parts.generations().adopt(region, generation);
        } else if (!parts.generations().mayBeCurrent(region, generation)) {
            refreshSoon.run();
        }
    }

    @Override
    public void rereadGenerations() {
        parts.generations().refresh();
    }
}
