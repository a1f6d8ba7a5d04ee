package dev.terrace.cache.disk;

/**
 * What the library takes for a value: an entry on its way in, or a read that is led to the bytes where they lie.
 */
sealed interface MapValue permits SealedValue, ValueRead {}
