package dev.terrace.cache.metrics.report;

import dev.terrace.cache.metrics.curve.FreshnessEstimate;
import dev.terrace.cache.metrics.report.Advice.Kind;
import dev.terrace.cache.metrics.report.SizeModel.Factors;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says what to change, best change first. Every estimate is a difference of two states of one model, so what the model
 * leaves out (a policy that is better than least-recently-used order, say) is left out on both sides.
 */
public final class Advisor {

    /** Below so many reads there is nothing to say. */
    static final long FEWEST_READS = 1_000;

    private static final double[] LARGER = {1.5, 2, 4, 8};
    private static final double ENOUGH_OF_THE_BEST = 0.8;
    private static final double WORTH_SAYING = 0.03;

    private static final long FEWEST_RELOADS = 30;
    private static final double SELDOM = 0.1;
    private static final double OFTEN = 0.3;
    private static final double TOLERABLE_OUTDATED = 0.05;
    private static final double AIM_OUTDATED = 0.1;
    private static final double USELESS_HIT_RATIO = 0.1;

    private final Evidence evidence;
    private final SizeModel model;
    private final double nanosNow;

    /** Makes an advisor. */
    public Advisor(Evidence evidence) {
        this.evidence = evidence;
        this.model = new SizeModel(evidence);
        this.nanosNow = evidence.nanosPerRead();
    }

    /** Returns what is worth changing, best first; empty if all is well or too little was read. */
    public List<Advice> advice() {
        List<Advice> all = new ArrayList<>();
        if (evidence.reads() < FEWEST_READS) {
            return all;
        }
        add(all, raiseMemory());
        add(all, lowerMemory());
        add(all, raiseLowerTier());
        for (String region : evidence.now().regions().keySet()) {
            if (evidence.reads(region) >= FEWEST_READS) {
                add(all, lengthenTtl(region));
                add(all, shortenTtl(region));
                add(all, stopCaching(region));
            }
        }
        all.sort(Comparator.comparingDouble(Advice::worth).reversed());
        return all;
    }

    private static void add(List<Advice> all, @Nullable Advice advice) {
        if (advice != null) {
            all.add(advice);
        }
    }

    private double saved(DoubleUnaryOperator nanosOfFactor, double factor) {
        return (nanosOfFactor.applyAsDouble(1) - nanosOfFactor.applyAsDouble(factor)) / nanosNow;
    }

    /** Returns the smallest growth that brings most of what growth can bring. */
    private double bestGrowth(DoubleUnaryOperator nanosOfFactor) {
        double most = saved(nanosOfFactor, LARGER[LARGER.length - 1]);
        for (double factor : LARGER) {
            if (saved(nanosOfFactor, factor) >= ENOUGH_OF_THE_BEST * most) {
                return factor;
            }
        }
        return LARGER[LARGER.length - 1];
    }

    private @Nullable Advice raiseMemory() {
        DoubleUnaryOperator nanos = factor -> model.nanosPerRead(new Factors(factor, 1));
        double factor = bestGrowth(nanos);
        double saved = saved(nanos, factor);
        if (!evidence.isFull(Evidence.MEMORY) || saved < WORTH_SAYING) {
            return null;
        }
        double before = model.memoryHitRatio(1);
        double after = model.memoryHitRatio(factor);
        return new Advice(
                Kind.RAISE_MEMORY,
                Evidence.MEMORY,
                Texts.say(
                        "Raise the limit of the memory tier from %s to %s.",
                        limit(Evidence.MEMORY, 1), limit(Evidence.MEMORY, factor)),
                Texts.say(
                        "Memory would answer %s of the reads instead of %s: %s of %,d reads would take %s instead of %s, which is %s of the time that reads take now (%s on average).",
                        percent(after),
                        percent(before),
                        percent(after - before),
                        evidence.reads(),
                        Texts.nanos(evidence.memoryNanos()),
                        Texts.nanos(evidence.lowerNanos()),
                        percent(saved),
                        Texts.nanos(nanosNow)),
                saved);
    }

    private @Nullable Advice lowerMemory() {
        double lost = -saved(factor -> model.nanosPerRead(new Factors(factor, 1)), 0.5);
        boolean isKnown = evidence.curves().values().stream()
                        .mapToDouble(each -> each.reads())
                        .sum()
                >= FEWEST_READS;
        if (!isKnown || lost > WORTH_SAYING / 3 || !evidence.isFull(Evidence.MEMORY)) {
            return null;
        }
        return new Advice(
                Kind.LOWER_MEMORY,
                Evidence.MEMORY,
                Texts.say(
                        "Lower the limit of the memory tier from %s to %s.",
                        limit(Evidence.MEMORY, 1), limit(Evidence.MEMORY, 0.5)),
                Texts.say(
                        "With half of the entries memory would answer %s of the reads instead of %s; reads would take %s longer.",
                        percent(model.memoryHitRatio(0.5)), percent(model.memoryHitRatio(1)), percent(lost)),
                WORTH_SAYING);
    }

    private @Nullable Advice raiseLowerTier() {
        String tier = evidence.lowerTier();
        if (tier == null || !evidence.isFull(tier)) {
            return null;
        }
        DoubleUnaryOperator nanos = factor -> model.nanosPerRead(new Factors(1, factor));
        double factor = bestGrowth(nanos);
        double saved = saved(nanos, factor);
        if (saved < WORTH_SAYING) {
            return null;
        }
        return new Advice(
                Kind.RAISE_LOWER_TIER,
                tier,
                Texts.say("Raise the limit of the tier %s from %s to %s.", tier, limit(tier, 1), limit(tier, factor)),
                Texts.say(
                        "The tiers of this process would answer %s of the reads instead of %s: each of the others takes a load of %s. That is %s of the time that reads take now (%s on average).",
                        percent(model.hitRatio(factor)),
                        percent(model.hitRatio(1)),
                        Texts.nanos(evidence.loadNanos()),
                        percent(saved),
                        Texts.nanos(nanosNow)),
                saved);
    }

    private @Nullable Advice lengthenTtl(String region) {
        FreshnessEstimate learned = evidence.freshness(region);
        if (learned.reloads() < FEWEST_RELOADS || learned.changedShare() > SELDOM || learned.meanLifeSeconds() == 0) {
            return null;
        }
        int best = -1;
        List<Double> factors = FreshnessEstimate.factors();
        for (int i = 0; i < factors.size(); i++) {
            if (learned.outdatedShare(learned.meanLifeSeconds() * factors.get(i)) <= TOLERABLE_OUTDATED) {
                best = i;
            }
        }
        double missRatio = 1 - evidence.hitRatio(region);
        double share = (double) evidence.reads(region) / evidence.reads();
        double spared = best < 0 ? 0 : learned.sparedShares().get(best) * missRatio;
        double worth = spared * share * evidence.loadNanos() / nanosNow;
        if (worth < WORTH_SAYING) {
            return null;
        }
        double life = learned.meanLifeSeconds() * factors.get(best);
        return new Advice(
                Kind.LENGTHEN_TTL,
                region,
                Texts.say(
                        "Lengthen the time to live of region %s from %s to %s.",
                        region, seconds(learned.meanLifeSeconds()), seconds(life)),
                Texts.say(
                        "%s of its loads replace an expired value, and only %s of %,d reloaded values had changed. %s of its %,d reads would be hits instead of loads of %s; about %s of the hits would be outdated.",
                        percent(learned.expiredShare()),
                        percent(learned.changedShare()),
                        learned.reloads(),
                        percent(spared),
                        evidence.reads(region),
                        Texts.nanos(evidence.loadNanos()),
                        percent(learned.outdatedShare(life))),
                worth);
    }

    private @Nullable Advice shortenTtl(String region) {
        FreshnessEstimate learned = evidence.freshness(region);
        double life = learned.meanLifeSeconds() > 0 ? learned.meanLifeSeconds() : learned.meanAgeSeconds();
        double outdated = learned.outdatedShare(life);
        if (learned.reloads() < FEWEST_RELOADS || learned.changedShare() < OFTEN || outdated < 2 * AIM_OUTDATED) {
            return null;
        }
        double hits = evidence.hitRatio(region) * evidence.reads(region) / evidence.reads();
        double worth = Math.min(1, outdated * hits * evidence.loadNanos() / nanosNow);
        return new Advice(
                Kind.SHORTEN_TTL,
                region,
                Texts.say(
                        "Shorten the time to live of region %s from %s to %s, or invalidate its keys when they change.",
                        region, seconds(life), seconds(learned.lifeFor(AIM_OUTDATED))),
                Texts.say(
                        "%s of %,d reloaded values differed from the one before, which was %s old on average: a value changes about every %s. So about %s of the hits are outdated; with the shorter time %s would be.",
                        percent(learned.changedShare()),
                        learned.reloads(),
                        seconds(learned.meanAgeSeconds()),
                        seconds(1 / learned.changesPerSecond()),
                        percent(outdated),
                        percent(AIM_OUTDATED)),
                worth);
    }

    private @Nullable Advice stopCaching(String region) {
        TierSize own = evidence.memory(region);
        TierSize all = evidence.size(Evidence.MEMORY);
        double share = all.bytes() > 0
                ? (double) own.bytes() / all.bytes()
                : (double) own.entries() / Math.max(1, all.entries());
        double withMuchMore = evidence.curve(region).hitRatio(own.entries() * LARGER[LARGER.length - 1]);
        if (evidence.hitRatio(region) > USELESS_HIT_RATIO || withMuchMore > 2 * USELESS_HIT_RATIO || share < SELDOM) {
            return null;
        }
        return new Advice(
                Kind.STOP_CACHING,
                region,
                Texts.say("Stop caching region %s in memory, or at all.", region),
                Texts.say(
                        "It takes %s of the memory tier (%,d entries) and only %s of its %,d reads are hits; with eight times the room it would be %s.",
                        percent(share),
                        own.entries(),
                        percent(evidence.hitRatio(region)),
                        evidence.reads(region),
                        percent(withMuchMore)),
                share / 2);
    }

    private String limit(String tier, double factor) {
        TierSize size = evidence.size(tier);
        return size.maximumBytes() == Long.MAX_VALUE
                ? Texts.say("%,d entries", Math.round(size.entries() * factor))
                : Texts.bytes(size.maximumBytes() * factor);
    }

    private static String percent(double share) {
        return Texts.percent(share);
    }

    private static String seconds(double seconds) {
        return Texts.duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
