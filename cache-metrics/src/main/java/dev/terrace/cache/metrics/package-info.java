/** Makes the numbers of a manager visible: meters, sliding windows, alerts and reports. */
@NullMarked
package dev.terrace.cache.metrics;

import org.jspecify.annotations.NullMarked;
