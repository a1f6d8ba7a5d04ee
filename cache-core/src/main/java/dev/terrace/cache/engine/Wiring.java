package dev.terrace.cache.engine;

import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.Tier;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects the parts that serve all regions, starts them and ends them. */
final class Wiring implements WriteBehindQueue.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Ground ground;
    private final WriteBehind writeBehind;
    private final Counters unowned;
    private final Regions regions;
    private final Chain chain;
    private final Sweeper sweeper;
    private final Core core;
    private final KeyScan keys;
    private final Cleanup cleanup;
    private final Verifier verifier;
    private final List<TierRepair> repairs = new ArrayList<>();
    private final List<TierFailures> failures = new ArrayList<>();
    private volatile boolean listening;

    @SuppressWarnings("unused") // held for as long as the manager lives
    private final Object restores;

    Wiring(EngineSettings settings, Ground ground) {
        this.ground = ground;
        this.writeBehind = settings.writeBehind();
        this.unowned = new Counters(Assembly.names(settings.tiers()));
        RemovalLog removals = new RemovalLog();
        this.regions = new Regions(ground, removals);
        this.chain = link();
        this.sweeper = new Sweeper(ground, regions, chain, unowned);
        this.core = new Core(
                ground.time(),
                ground.workers(),
                ground.tags(),
                ground.positions(),
                ground.fences(),
                ground.epochs(),
                ground.pending(),
                ground.grace(),
                new WaitGraph(),
                ground.events(),
                removals,
                new LocalTiers(regions, chain.local(), ground.fences(), unowned));
        this.keys = new KeyScan(regions, chain, ground.barriers(), ground.pending(), unowned);
        this.verifier = new Verifier(ground, regions, chain, core.local());
        this.cleanup = new Cleanup(regions, chain.local(), ground.workers(), ground.time(), settings.cleanupInterval());
        this.restores = Restores.listen(core::restored);
    }

    private Chain link() {
        List<TierGuard> local = new ArrayList<>();
        SharedLink shared = null;
        int index = 1;
        for (Tier tier : ground.tiers()) {
            if (tier instanceof SharedTier other) {
                shared = link(other, index);
            } else {
                local.add(guard(tier, index));
            }
            index++;
        }
        return new Chain(List.copyOf(local), shared);
    }

    private TierGuard guard(Tier tier, int index) {
        TierFailures own = new TierFailures(tier.name(), ground.events(), true, ground.state());
        Distrust distrust = new Distrust(tier.name(), ground.positions(), ground.journal());
        TierGuard guard = new TierGuard(tier, index, distrust, own, ground.grace());
        TierRepair repair = new TierRepair(guard, own, ground.workers(), ground.time());
        own.onRepair(repair::request);
        own.resume();
        failures.add(own);
        repairs.add(repair);
        return guard;
    }

    private SharedLink link(SharedTier tier, int index) {
        WriteBehindQueue queue = new WriteBehindQueue(ground, tier, writeBehind, this);
        TierFailures own = new TierFailures(tier.name(), ground.events(), false, null);
        return new SharedLink(tier, index, ground.pending(), queue, own);
    }

    @Override
    public void removed(Pending write) {
        core.local().drop(write.key(), ground.pending().latest(write));
    }

    @Override
    public void gaveUp(String region) {
        LOG.warn("region_given_up region={} reason=\"too many writes wait for the shared tier\"", region);
        sweeper.sweepUnasked(sweeper.raise(Scope.region(region)));
    }

    /** Takes up what an earlier run left, then begins to listen and to clean. */
    void start() {
        Journal journal = ground.journal();
        if (journal != null) {
            journal.whenOwned(() -> resume(journal));
        }
        SharedTier shared = ground.shared();
        if (shared != null) {
            CoherenceChannel channel = shared.coherence();
            channel.start(new CoherenceInbox(ground, sweeper, core.local(), verifier::request));
            SharedLink link = chain.shared();
            if (link != null) {
                listening = true;
                link.queue().resume();
            }
        }
        verifier.request();
        cleanup.start();
    }

    /** Also runs later, in the background, if the journal was another process's at the start. */
    private void resume(Journal journal) {
        failures.forEach(TierFailures::resume);
        if (!journal.isComplete()) {
            LOG.warn("journal_incomplete action=\"all regions are cleared\"");
            sweeper.sweepUnasked(sweeper.raise(Scope.ALL));
        }
        for (Journal.Item record : journal.unsettled()) {
            ground.positions().passBy(record.position());
            if (record instanceof Journal.Write write) {
                resume(write, journal);
            } else if (record instanceof Journal.Barrier barrier) {
                sweeper.resume(new Barrier(barrier.scope(), barrier.position()));
            } else if (record instanceof Journal.Distrust distrust) {
                resume(distrust);
            }
        }
        SharedLink shared = chain.shared();
        if (shared != null && listening) {
            shared.queue().resume();
        }
    }

    private void resume(Journal.Write write, Journal journal) {
        SharedLink shared = chain.shared();
        if (shared == null) {
            journal.settle(write.position());
            return;
        }
        Pending newest = ground.pending().restore(write);
        if (newest.position() == write.position()) {
            shared.queue().restore(newest);
        } else {
            journal.settle(write.position());
        }
    }

    private void resume(Journal.Distrust record) {
        for (TierGuard guard : chain.local()) {
            if (guard.name().equals(record.tier())) {
                guard.distrust().restore(record);
                repairs.forEach(TierRepair::request);
            }
        }
    }

    Regions regions() {
        return regions;
    }

    Chain chain() {
        return chain;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    Core core() {
        return core;
    }

    KeyScan keys() {
        return keys;
    }

    Verifier verifier() {
        return verifier;
    }

    Cleanup cleanup() {
        return cleanup;
    }

    Counters unowned() {
        return unowned;
    }

    WriteBehind writeBehind() {
        return writeBehind;
    }

    Barriers barriers() {
        return ground.barriers();
    }

    /** Ends jobs, sends what is queued, closes channel and tiers. */
    void close() {
        cleanup.close();
        verifier.close();
        sweeper.close();
        repairs.forEach(TierRepair::close);
        SharedLink shared = chain.shared();
        if (shared != null) {
            shared.queue().close();
            closeQuietly("channel", shared.tier().coherence());
        }
        List<Tier> tiers = chain.tiers();
        for (int i = tiers.size() - 1; i >= 0; i--) {
            closeQuietly(tiers.get(i).name(), tiers.get(i));
        }
    }

    private static void closeQuietly(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("close_failed part={}", what, e);
        }
    }
}
