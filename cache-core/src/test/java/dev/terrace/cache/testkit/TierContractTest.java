package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Tier;
import org.junit.jupiter.api.Nested;

/** The tiers of the kit keep the contract themselves. */
class TierContractTest {

    private static final int LIMIT = 64 << 20;

    @Nested
    class OfTheExample extends TierContract {
        @Override
        protected Tier newTier() {
            return new HeapTier("heap", LIMIT);
        }

        @Override
        protected int refusedPayload() {
            return LIMIT;
        }
    }

    @Nested
    class OfTheReferenceTier extends TierContract {
        @Override
        protected Tier newTier() {
            return new ReferenceTier();
        }

        @Override
        protected boolean survivesRestart() {
            return true;
        }

        @Override
        protected Tier reopen(Tier closed) {
            return ((ReferenceTier) closed).reopen();
        }
    }

    @Nested
    class OfAFlakyTierWithoutFaults extends TierContract {
        @Override
        protected Tier newTier() {
            return FlakyTier.around(new ReferenceTier());
        }
    }

    @Nested
    class OfTheStandInForASharedTier extends TierContract {
        private final FakeTime storeTime = new FakeTime();

        @Override
        protected boolean followsTheGivenClock() {
            return false;
        }

        @Override
        protected Tier newTier() {
            return new SharedStore(storeTime).attach();
        }
    }
}
