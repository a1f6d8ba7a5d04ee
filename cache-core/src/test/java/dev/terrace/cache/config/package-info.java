/** Tests of the settings, and the programs that write their documents. */
@NullMarked
package dev.terrace.cache.config;

import org.jspecify.annotations.NullMarked;
