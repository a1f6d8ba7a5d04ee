/**
 * The shop: its database, the queries that its pages need, and the cache before them. {@link
 * dev.terrace.cache.demo.shop.CachedShop} is what the pages ask, {@link dev.terrace.cache.demo.shop.ShopDatabase} what they
 * would ask without a cache.
 */
@NullMarked
package dev.terrace.cache.demo.shop;

import org.jspecify.annotations.NullMarked;
