/**
 * The memory tier: values on the heap, held by Caffeine. Its limit in bytes is an estimate of real heap ({@code
 * HeapSize}), and one budget is shared by all regions of a manager ({@code BudgetBalancer}).
 */
@NullMarked
package dev.terrace.cache.memory;

import org.jspecify.annotations.NullMarked;
