package dev.terrace.cache.demo.shop;

/**
 * How large a shop is. The same size and seed give the same rows.
 *
 * @param products how many there are, 100 to 2,000,000
 * @param seed any number
 */
public record ShopSize(int products, long seed) {

    /** The fewest products of a shop. */
    public static final int FEWEST = 100;

    /** The most products of a shop. */
    public static final int MOST = 2_000_000;

    /** 200,000 products. */
    public static final ShopSize USUAL = new ShopSize(200_000, 42);

    private static final int USUAL_PRODUCTS = 200_000;
    private static final int MOST_CATEGORIES = 200;
    private static final int FEWEST_CATEGORIES = 5;
    private static final int PRODUCTS_A_CATEGORY = 1_000;
    private static final int PRODUCTS_A_USER = 4;
    private static final int REVIEWS_A_PRODUCT = 3;

    /** Checks the number. */
    public ShopSize {
        if (products < FEWEST || products > MOST) {
            throw new IllegalArgumentException("products must be " + FEWEST + " to " + MOST + " but was " + products
                    + "; leave it out for " + USUAL_PRODUCTS);
        }
    }

    /** Returns how many categories there are, numbered from 0. */
    public int categories() {
        return Math.min(MOST_CATEGORIES, Math.max(FEWEST_CATEGORIES, products / PRODUCTS_A_CATEGORY));
    }

    /** Returns the category of a product, which never changes. */
    public int categoryOf(int product) {
        return product % categories();
    }

    /** Returns how many users there are, numbered from 0. */
    public int users() {
        return products / PRODUCTS_A_USER;
    }

    /** Returns how many reviews there are at the beginning. */
    public int reviews() {
        return products * REVIEWS_A_PRODUCT;
    }
}
