package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpiriesTest {

    private static final long SLICE = 1 << Expiries.SLICE_SHIFT;

    private final Expiries expiries = new Expiries();

    @Test
    void entriesOfSlicesThatAreOverAreDead() {
        expiries.add(0);
        expiries.add(SLICE - 1);
        expiries.add(SLICE);
        expiries.add(Envelope.NEVER);

        assertThat(expiries.before(SLICE - 1)).isZero();
        assertThat(expiries.before(SLICE)).isEqualTo(2);
        assertThat(expiries.before(2 * SLICE)).isEqualTo(3);
        assertThat(expiries.before(Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    void whatIsRemovedIsNotCounted() {
        expiries.add(5);
        expiries.remove(6);
        expiries.remove(Envelope.NEVER);
        expiries.remove(SLICE);
        assertThat(expiries.before(SLICE)).isZero();
        expiries.tidy(SLICE);
        expiries.add(5);
        assertThat(expiries.before(SLICE)).isEqualTo(1);
    }

    @Test
    void theNumberOfSlicesIsBounded() {
        for (long slice = 0; slice < Expiries.MOST_SLICES + 100L; slice++) {
            expiries.add(slice * SLICE);
        }
        assertThat(expiries.before(Long.MAX_VALUE)).isEqualTo(Expiries.MOST_SLICES);
    }
}
