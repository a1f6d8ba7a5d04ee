package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.tier.Gate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TagsTest {

    private static Tags from(long... bases) {
        Queue<Long> drawn = new ArrayDeque<>();
        for (long base : bases) {
            drawn.add(base);
        }
        return new Tags(drawn::remove);
    }

    private static List<Long> take(Tags tags, int count) {
        return Stream.generate(tags::next).limit(count).toList();
    }

    @Test
    void whatWasMadeHereIsOwn() {
        Tags tags = from(100);
        assertThat(take(tags, 3)).containsExactly(101L, 102L, 103L).allMatch(tags::isOwn);
    }

    @Test
    void whatWasNotYetMadeIsNotOwn() {
        Tags tags = from(100);
        tags.next();
        assertThat(List.of(99L, 100L, 102L, Long.MIN_VALUE, Long.MAX_VALUE)).noneMatch(tags::isOwn);
    }

    @Test
    void theTagOfNothingIsNeverMadeAndNeverOwn() {
        Tags tags = from(-2);
        assertThat(take(tags, 3)).containsExactly(-1L, 1L, 2L).allMatch(tags::isOwn);
        assertThat(tags.isOwn(Gate.ABSENT)).isFalse();
    }

    @Test
    void countingGoesOnPastTheLargestNumber() {
        Tags tags = from(Long.MAX_VALUE - 1);
        assertThat(take(tags, 3))
                .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1)
                .allMatch(tags::isOwn);
        assertThat(List.of(Long.MAX_VALUE - 1, Long.MIN_VALUE + 2)).noneMatch(tags::isOwn);
    }

    @Test
    void whatWasMadeBeforeARenewalIsNotOwn() {
        Tags tags = from(100, 500);
        long before = tags.next();
        tags.renew();
        assertThat(tags.isOwn(before)).isFalse();
        assertThat(tags.next()).isEqualTo(501).matches(tags::isOwn);
    }

    @Test
    void twoProcessesDoNotTakeEachOthersTagsForOwn() {
        Tags mine = new Tags();
        Tags theirs = new Tags();
        assertThat(take(mine, 1000)).noneMatch(theirs::isOwn);
    }
}
