/** Records which keys are wanted, and loads them before they are asked for. */
@NullMarked
package dev.terrace.cache.warming;

import org.jspecify.annotations.NullMarked;
