package dev.terrace.cache.engine;

import dev.terrace.cache.Explanation;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single keys of regions that were not made in this process, but may be in its lower tiers. */
final class Unowned {

    private final Wiring wiring;

    Unowned(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Removes a key from every tier. */
    boolean delete(TierKey key) {
        Core core = wiring.core();
        long acceptedAt = core.time().millis() + core.epochs().clockOffset();
        Pending write = core.pending().begin(key, Pending.Draft.removal(acceptedAt));
        SharedLink shared = wiring.chain().shared();
        boolean settled = true;
        try {
            settled = shared == null || shared.write(write, wiring.unowned());
            return core.local().removeBelow(key, core.pending().latest(write));
        } finally {
            if (settled) {
                core.pending().end(write);
            } else {
                core.pending().passed(write);
            }
        }
    }

    /** Says what the tiers hold. */
    Explanation explain(TierKey key) {
        List<Barrier> active = wiring.barriers().snapshot();
        List<Explanation.InTier> tiers = new ArrayList<>();
        for (TierGuard tier : wiring.chain().local()) {
            tiers.add(inTier(tier.name(), key, tier.get(key, wiring.unowned()), active));
        }
        SharedLink shared = wiring.chain().shared();
        if (shared != null) {
            tiers.add(inTier(shared.name(), key, shared.get(key, wiring.unowned()), active));
        }
        return new Explanation(
                key.region(),
                key.key(),
                tiers,
                null,
                List.of(),
                wiring.core().removals().lookUp(key));
    }

    private Explanation.InTier inTier(String tier, TierKey key, @Nullable Entry entry, List<Barrier> active) {
        if (entry == null) {
            return new Explanation.InTier(tier, Explanation.State.ABSENT, null, Gate.ABSENT, 0);
        }
        Regions regions = wiring.regions();
        long left = entry.expiresAt() - regions.now() - regions.clockOffset();
        Explanation.State state = Barrier.isHidden(key, entry, active)
                ? Explanation.State.HIDDEN
                : left > 0 ? Explanation.State.FRESH : Explanation.State.EXPIRED;
        Duration remaining = entry.expiresAt() == Long.MAX_VALUE ? null : Duration.ofMillis(Math.max(0, left));
        return new Explanation.InTier(tier, state, remaining, entry.tag(), entry.bytes().length);
    }
}
