package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTableTest {

    @ParameterizedTest
    @CsvSource({"700, 0.7 us", "999999, 1000.0 us", "1500000, 1.5 ms", "2340000000, 2.34 s"})
    void aDurationIsShownInTheUnitThatFits(long nanos, String shown) {
        assertThat(OutcomeTable.duration(nanos)).isEqualTo(shown);
    }

    @Test
    void aPercentileIsAValueThatWasMeasured() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();

        assertThat(OutcomeTable.percentile(hundred, 50)).isEqualTo(50);
        assertThat(OutcomeTable.percentile(hundred, 99)).isEqualTo(99);
        assertThat(OutcomeTable.percentile(new long[] {5}, 99)).isEqualTo(5);
    }

    @Test
    void aReadThatFailsEndsTheRun() {
        SQLException failure = new SQLException("the table is gone");

        assertThatThrownBy(() -> Run.of("without", new int[] {1, 2, 3}, report -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
