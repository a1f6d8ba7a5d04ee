package dev.terrace.cache.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.demo.shop.ShopSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WishesTest {

    private static final int PICKS = 100_000;

    @Test
    void everyNumberIsPickedInProportionToItsWeight() {
        SplittableRandom random = new SplittableRandom(1);
        Zipf zipf = new Zipf(10, 1);
        int[] counts = new int[10];
        for (int i = 0; i < PICKS; i++) {
            counts[zipf.pick(random)]++;
        }
        double sum = 0;
        for (int rank = 1; rank <= 10; rank++) {
            sum += 1.0 / rank;
        }
        for (int number = 0; number < 10; number++) {
            assertThat((double) counts[number] / PICKS)
                    .as("share of %d", number)
                    .isCloseTo(1 / (number + 1.0) / sum, within(0.01));
        }
    }

    @Test
    void theDayHasItsHoursAndItsSale() {
        assertThat(Day.after(Duration.ZERO)).hasToString("day 1 10:00");
        assertThat(Day.after(Duration.ofSeconds(31)).isSale()).isTrue();
        assertThat(Day.after(Duration.ofSeconds(31)).share()).isEqualTo(1);
        assertThat(Day.after(Duration.ofMinutes(2))).hasToString("day 2 10:00");
        assertThat(Day.after(Duration.ofSeconds(50)).share())
                .as("the evening")
                .isGreaterThan(Day.after(Duration.ofSeconds(110)).share());
    }

    @Test
    void aCrowdWantsWhatIsOnSale() {
        ShopSize size = new ShopSize(2_000, 1);
        Wishes wishes = new Wishes(size);
        Day sale = Day.after(Duration.ofSeconds(31));
        SplittableRandom random = new SplittableRandom(1);
        int onSale = 0;
        for (int i = 0; i < 1_000; i++) {
            int product = wishes.product(sale, random);
            assertThat(product).isBetween(0, size.products() - 1);
            onSale += size.categoryOf(product) == wishes.saleCategory(sale) ? 1 : 0;
        }
        assertThat(onSale).isGreaterThan(600);
    }

    @Test
    void everyKindOfPageIsWanted() {
        Wishes wishes = new Wishes(new ShopSize(100, 1));
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> kinds = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            kinds.merge(wishes.next(new Day(10), random).split("[/?]", -1)[1], 1, Integer::sum);
        }
        assertThat(kinds).containsOnlyKeys("products", "categories", "search", "users");
    }
}
