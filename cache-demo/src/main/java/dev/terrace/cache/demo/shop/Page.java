package dev.terrace.cache.demo.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor gets.
 *
 * @param product the product that was asked for; null where a list was asked for
 * @param cards the products of the list; beside a product those that are similar, then those bought as well
 */
public record Page(@Nullable ProductPage product, List<Card> cards) {

    /** Takes a copy of the list. */
    public Page {
        cards = List.copyOf(cards);
    }

    /**
     * A page and where it came from.
     *
     * @param by the lowest tier that was needed, or {@link Origin#DATABASE}
     */
    public record Answer(Page page, String by) {}
}
