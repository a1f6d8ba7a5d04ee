package dev.terrace.cache.demo.shop;

import java.util.List;

/**
 * What a visitor sees of one product.
 *
 * @param id of the product
 * @param name of the product
 * @param category its number
 * @param cents the price
 * @param stars the mean of the reviews; 0 without any
 * @param reviews how many reviews there are
 * @param latest the latest reviews, newest first
 * @param similar products of the same category and about the same price, best first
 * @param boughtToo what those who reviewed it reviewed as well
 */
public record ProductPage(
        int id,
        String name,
        int category,
        int cents,
        double stars,
        int reviews,
        List<Review> latest,
        List<Integer> similar,
        List<Integer> boughtToo) {

    /** Takes copies of the lists. */
    public ProductPage {
        latest = List.copyOf(latest);
        similar = List.copyOf(similar);
        boughtToo = List.copyOf(boughtToo);
    }

    /**
     * A review.
     *
     * @param user who wrote it
     * @param country where the user lives
     * @param stars 1 to 5
     */
    public record Review(String user, String country, int stars) {}
}
