package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.Suspects.Suspect;
import dev.terrace.cache.tier.Suspects.Walk;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a loss of messages, compares what this node holds with the shared tier, so that not every key costs its next
 * reader a question: memory first, then the tiers that can list their suspects, hottest first, a batch at a time with a
 * pause between. A batch is one call for the tags alone.
 *
 * <p>The epoch is the one from before the walk began: whatever changed since then has been or will be heard, and after
 * another loss the walk begins anew. A key whose write is under way is left alone, it is never suspect.
 */
final class Verifier {

    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private static final int BATCH = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TimeSource time;
    private final Workers workers;
    private final Epochs epochs;
    private final PendingWrites pending;
    private final Regions regions;
    private final Chain chain;
    private final LocalTiers local;
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private @Nullable Round round;
    private boolean closed;

    Verifier(Ground ground, Regions regions, Chain chain, LocalTiers local) {
        this.time = ground.time();
        this.workers = ground.workers();
        this.epochs = ground.epochs();
        this.pending = ground.pending();
        this.regions = regions;
        this.chain = chain;
        this.local = local;
    }

    /** What is walked through in one epoch. For one thread at a time. */
    private static final class Round {

        final long epoch;
        final Iterator<Suspects> sources;

        @Nullable
        Suspects source;

        @Nullable
        Walk walk;

        Round(long epoch, Iterator<Suspects> sources) {
            this.epoch = epoch;
            this.sources = sources;
        }

        void endWalk() {
            if (walk != null) {
                walk.close();
            }
            walk = null;
            source = null;
        }
    }

    /** Begins anew: everything that this node holds has become suspect. */
    synchronized void request() {
        if (chain.shared() != null && !closed) {
            Round next = new Round(epochs.current(), sources().iterator());
            round = next;
            time.after(FIRST_PAUSE, () -> start(next));
        }
    }

    private List<Suspects> sources() {
        List<Suspects> all = new ArrayList<>();
        for (Region<?> region : regions.all()) {
            addMemory(region.parts(), all);
        }
        for (TierGuard guard : chain.local()) {
            if (guard.tier() instanceof Suspects suspects) {
                all.add(suspects);
            }
        }
        return all;
    }

    private static <V> void addMemory(RegionParts<V> parts, List<Suspects> all) {
        MemoryRegion<V> memory = parts.memory();
        if (memory != null) {
            all.add(new MemorySuspects<>(parts, memory));
        }
    }

    private synchronized boolean isCurrent(Round asked) {
        return round == asked && !closed;
    }

    private void start(Round asked) {
        if (!workers.tryRun(() -> step(asked)) && isCurrent(asked)) {
            time.after(RETRY, () -> start(asked));
        }
    }

    private void step(Round asked) {
        if (!isCurrent(asked)) {
            asked.endWalk();
            return;
        }
        try {
            if (verifyBatch(asked)) {
                time.after(PAUSE, () -> start(asked));
            } else {
                LOG.debug("suspects_verified epoch={}", asked.epoch);
            }
        } catch (RuntimeException | InternalError e) {
            LOG.debug("suspects_not_verified epoch={}", asked.epoch, e);
            asked.endWalk();
            time.after(RETRY, this::request);
        }
    }

    /** Returns false when there is nothing left. */
    private boolean verifyBatch(Round asked) {
        List<Suspect> batch = nextBatch(asked);
        Suspects source = asked.source;
        if (source == null) {
            return false;
        }
        if (!batch.isEmpty()) {
            verify(batch, source, asked.epoch);
        }
        return true;
    }

    private List<Suspect> nextBatch(Round asked) {
        if (asked.walk == null && asked.sources.hasNext()) {
            asked.source = asked.sources.next();
            asked.walk = asked.source.suspects(asked.epoch);
        }
        List<Suspect> batch = asked.walk == null ? List.of() : asked.walk.next(BATCH);
        if (batch.isEmpty() && asked.walk != null) {
            boolean more = asked.sources.hasNext();
            Suspects last = asked.source;
            asked.endWalk();
            asked.source = more ? last : null;
        }
        return batch;
    }

    private void verify(List<Suspect> batch, Suspects source, long epoch) {
        SharedLink shared = chain.shared();
        if (shared == null) {
            return;
        }
        SharedTier tier = shared.tier();
        Map<TierKey, Long> tags = tier.tags(batch.stream().map(Suspect::key).toList());
        for (Suspect suspect : batch) {
            long tag = suspect.tag();
            Long right = tags.get(suspect.key());
            if (right != null && right == tag) {
                count(source.confirm(suspect.key(), tag, epoch), confirmed);
            } else if (pending.of(suspect.key()) == null) {
                local.drop(suspect.key(), presentTag -> presentTag == tag);
                dropped.increment();
            }
        }
    }

    private static void count(boolean happened, LongAdder counter) {
        if (happened) {
            counter.increment();
        }
    }

    long confirmed() {
        return confirmed.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    synchronized void close() {
        closed = true;
    }
}
