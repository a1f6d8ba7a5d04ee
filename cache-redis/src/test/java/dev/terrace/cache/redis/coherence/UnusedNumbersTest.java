package dev.terrace.cache.redis.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.redis.coherence.Message.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedNumbersTest {

    private final UnusedNumbers unused = new UnusedNumbers();

    @Test
    void neighboursAreListedAsOneRangeAndAFewTimes() {
        List.of(4L, 9L, 3L, 5L).forEach(unused::add);
        for (int i = 0; i < 3; i++) {
            assertThat(unused.list()).containsExactly(new Range(3, 3), new Range(9, 1));
        }
        assertThat(unused.list()).isEmpty();
    }

    @Test
    void aListIsBoundedAndTheRestComesLater() {
        for (long number = 0; number < 10_000; number += 2) {
            unused.add(number);
        }
        assertThat(unused.list()).hasSize(4096).doesNotContain(new Range(9000, 1));
        unused.list();
        unused.list();
        assertThat(unused.list()).hasSize(5000 - 4096).contains(new Range(9000, 1));
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (long number = 0; number < 200_000; number++) {
            unused.add(number);
        }
        int listed = 0;
        for (List<Range> ranges = unused.list(); !ranges.isEmpty(); ranges = unused.list()) {
            listed += ranges.stream().mapToInt(Range::count).sum();
        }
        assertThat(listed).isEqualTo(3 * 100_000);
    }
}
