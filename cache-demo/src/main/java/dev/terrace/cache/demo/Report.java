package dev.terrace.cache.demo;

import java.util.List;

/**
 * The answer of one slow query: how a category sold in a country, month by month.
 *
 * @param category of the products
 * @param country of the customers
 * @param months those in which something was sold, in order
 */
record Report(String category, String country, List<Month> months) {

    /**
     * One month.
     *
     * @param month 1 to 12
     * @param customers who bought
     * @param cents what they paid
     */
    record Month(int month, long customers, long cents) {}

    Report {
        months = List.copyOf(months);
    }
}
