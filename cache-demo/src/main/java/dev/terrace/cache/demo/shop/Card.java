package dev.terrace.cache.demo.shop;

/**
 * A product in a list.
 *
 * @param id of the product
 * @param name of the product
 * @param cents the price
 */
public record Card(int id, String name, int cents) {}
