package dev.terrace.cache.demo.shop;

import java.util.List;

/**
 * A list of products, best first. Holds no prices, so that it need not change with them.
 *
 * @param products their numbers
 */
public record Ranking(List<Integer> products) {

    /** Takes a copy of the list. */
    public Ranking {
        products = List.copyOf(products);
    }
}
