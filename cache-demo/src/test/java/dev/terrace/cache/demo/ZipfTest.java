package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZipfTest {

    private static final int PICKS = 100_000;

    @Test
    void theSameSeedPicksTheSame() {
        Zipf zipf = new Zipf(50);

        assertThat(zipf.picks(100, 7)).isEqualTo(zipf.picks(100, 7)).isNotEqualTo(zipf.picks(100, 8));
    }

    @Test
    void everyNumberIsPickedInProportionToItsWeight() {
        int[] picks = new Zipf(10).picks(PICKS, 1);
        double sum = 0;
        for (int rank = 1; rank <= 10; rank++) {
            sum += Math.pow(rank, -Zipf.EXPONENT);
        }

        for (int number = 0; number < 10; number++) {
            int wanted = number;
            double share =
                    (double) Arrays.stream(picks).filter(pick -> pick == wanted).count() / PICKS;
            assertThat(share)
                    .as("share of %d", number)
                    .isCloseTo(Math.pow(number + 1, -Zipf.EXPONENT) / sum, within(0.01));
        }
    }

    @Test
    void oneNumberIsAlwaysThatNumber() {
        assertThat(new Zipf(1).picks(5, 3)).containsOnly(0);
    }
}
