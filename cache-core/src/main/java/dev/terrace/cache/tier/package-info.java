/**
 * What the author of a tier implements: {@link dev.terrace.cache.tier.Tier} for a store of this
 * process, {@link dev.terrace.cache.tier.SharedTier} for one that several processes use. The
 * contract is proven by {@code TierContract} of the test kit.
 */
@NullMarked
package dev.terrace.cache.tier;

import org.jspecify.annotations.NullMarked;
