/**
 * Visitors and merchants of the shop, and what is measured of them. {@link dev.terrace.cache.demo.load.Traffic} makes the
 * load, {@link dev.terrace.cache.demo.load.Ledger} holds what came of it.
 */
@NullMarked
package dev.terrace.cache.demo.load;

import org.jspecify.annotations.NullMarked;
