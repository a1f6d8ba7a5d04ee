package dev.terrace.cache.warming;

import dev.terrace.cache.CacheException;
import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.warming.Planner.Wanted;
import dev.terrace.cache.warming.WarmingReport.State;
import dev.terrace.cache.warming.WorthTracker.Warmed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the keys that one run wants of one source, in batches, as many at once as the source allows. */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Workshop shop;
    private final WarmingRun run;
    private final Registered source;
    private final Tally tally;
    private final RunBudget budget;
    private final Room room;
    private final Queue<Wanted> left = new ConcurrentLinkedQueue<>();
    private final Queue<String> brought = new ConcurrentLinkedQueue<>();

    Delivery(Workshop shop, WarmingRun run, Registered source, Tally tally, RunBudget budget) {
        this.shop = shop;
        this.run = run;
        this.source = source;
        this.tally = tally;
        this.budget = budget;
        this.room = new Room(shop.host(), shop.patterns());
    }

    /**
     * Keys of one call.
     *
     * @param renewWithin see {@link FillOrder}
     */
    private record Batch(List<Wanted> keys, Duration renewWithin) {}

    /** Brings keys; returns those that the source could not give. */
    List<Wanted> bring(List<Wanted> keys) {
        Queue<Batch> batches = new ConcurrentLinkedQueue<>(batches(keys));
        int workers = Math.min(source.source().limits().concurrency(), batches.size());
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 1; i < workers; i++) {
            others.add(CompletableFuture.runAsync(() -> work(batches), shop.threads()));
        }
        work(batches);
        others.forEach(CompletableFuture::join);
        shop.host().use(source.source().region(), brought);
        return List.copyOf(left);
    }

    private Queue<Batch> batches(List<Wanted> keys) {
        Map<Duration, List<Wanted>> byRenewal = new LinkedHashMap<>();
        keys.forEach(key -> byRenewal
                .computeIfAbsent(renewWithin(key), renewal -> new ArrayList<>())
                .add(key));
        Queue<Batch> batches = new ArrayDeque<>();
        int size = source.source().limits().maximumBatch();
        byRenewal.forEach((renewal, some) -> {
            for (int i = 0; i < some.size(); i += size) {
                batches.add(new Batch(some.subList(i, Math.min(i + size, some.size())), renewal));
            }
        });
        return batches;
    }

    private Duration renewWithin(Wanted key) {
        return switch (key.reason()) {
            case CHANGED -> Durations.LONGEST;
            case EXPIRING -> run.plan().lead();
            case HEAT, HISTORY, SUCCESSOR, LISTED -> Duration.ZERO;
        };
    }

    private void work(Queue<Batch> batches) {
        for (Batch batch = batches.poll(); batch != null; batch = batches.poll()) {
            if (run.isGoingOn() && budget.isSpent()) {
                run.stop(State.BUDGET_SPENT);
            }
            if (!run.isGoingOn()) {
                tally.skipped(batch.keys().size());
            } else if (source.isBackingOff()) {
                tally.skipped(batch.keys().size());
                left.addAll(batch.keys());
            } else {
                bring(batch);
            }
        }
    }

    private void bring(Batch batch) {
        long then = shop.time().millis() + run.plan().lead().toMillis();
        Room.Split split = room.split(source.source().region(), batch.keys(), then);
        Map<String, Wanted> byKey = new LinkedHashMap<>();
        batch.keys().forEach(key -> byKey.put(key.key(), key));
        FillOrder order = new FillOrder(split.memory(), source.source().ttl(), batch.renewWithin(), true);
        fill(order, byKey);
        if (!shop.hasLowerTiers()) {
            tally.skipped(split.below().size());
        } else if (!split.below().isEmpty()) {
            fill(new FillOrder(split.below(), order.ttl(), order.renewWithin(), false), byKey);
        }
    }

    private void fill(FillOrder order, Map<String, Wanted> byKey) {
        try {
            fill(source.source(), order, byKey);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The region was not made yet, or the manager is closing.
            tally.skipped(order.keys().size());
            tally.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.cancel();
        }
    }

    private <V> void fill(Source<V> typed, FillOrder order, Map<String, Wanted> byKey) throws InterruptedException {
        FillOrder missing = order;
        if (typed.limits().keysPerSecond() != Double.POSITIVE_INFINITY) {
            missing = pace(order, byKey);
        }
        AtomicLong nanos = new AtomicLong();
        Map<String, Filled> results = shop.host().<V>fill(typed.region(), missing, keys -> call(typed, keys, nanos));
        long each = results.isEmpty() ? 0 : nanos.get() / results.size();
        results.forEach((key, filled) -> note(byKey, key, filled, each));
    }

    /** With a limit on keys a second, those that need no call must not use it up; nor may a lease be held meanwhile. */
    private FillOrder pace(FillOrder order, Map<String, Wanted> byKey) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        shop.host().fill(source.source().region(), order, null).forEach((key, filled) -> {
            if (filled.outcome() == Outcome.ABSENT) {
                missing.add(key);
            } else {
                note(byKey, key, filled, 0);
            }
        });
        if (!missing.isEmpty()) {
            run.calls().pause(source.reserve(missing.size()));
        }
        return new FillOrder(missing, order.ttl(), order.renewWithin(), order.intoMemory());
    }

    private <V> Map<String, V> call(Source<V> typed, Set<String> keys, AtomicLong nanos) throws Exception {
        if (!budget.takeCall()) {
            run.stop(State.BUDGET_SPENT);
            throw new CancellationException("the budget of calls is spent");
        }
        long begin = shop.time().nanos();
        int unasked = 0;
        try {
            Map<String, V> values = run.calls()
                    .call(() -> typed.loader().loadAll(keys), typed.limits().timeout());
            if (values == null) {
                throw new CacheException(
                        "the source returned null; return an empty map if it has none of the keys", null);
            }
            unasked = (int)
                    values.keySet().stream().filter(key -> !keys.contains(key)).count();
            source.wentWell();
            return values;
        } catch (CancellationException e) {
            throw e;
        } catch (Exception e) {
            source.failed();
            tally.failed(e.toString());
            LOG.warn("warming_source_failed source={} keys={}", source.name(), keys.size(), e);
            throw e;
        } finally {
            nanos.set(shop.time().nanos() - begin);
            tally.called(nanos.get(), unasked);
        }
    }

    private void note(Map<String, Wanted> byKey, String key, Filled filled, long nanos) {
        boolean wasGivenUp = filled.outcome() == Outcome.FAILED && !run.isGoingOn();
        if (wasGivenUp) {
            tally.skipped(1);
            return;
        }
        tally.filled(filled);
        budget.took(filled.bytes());
        if (filled.outcome() == Outcome.LOADED || filled.outcome() == Outcome.COPIED) {
            brought.add(key);
        }
        if (filled.outcome() == Outcome.LOADED) {
            long until = shop.time().millis() + shop.settings().halfLife().toMillis();
            shop.worth()
                    .warmed(
                            new TierKey(source.source().region(), key),
                            new Warmed(filled.tag(), nanos, until, run.id(), source));
        } else if (filled.outcome() == Outcome.ABSENT || filled.outcome() == Outcome.FAILED) {
            Wanted wanted = byKey.get(key);
            if (wanted != null) {
                left.add(wanted);
            }
        }
    }
}
