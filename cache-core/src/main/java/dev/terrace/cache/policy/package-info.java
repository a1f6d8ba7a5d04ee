/**
 * When a cache does what: immutable records and enums, checked when they are made. Each has a method
 * per setting that returns a changed copy.
 */
@NullMarked
package dev.terrace.cache.policy;

import org.jspecify.annotations.NullMarked;
