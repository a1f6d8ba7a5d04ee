/** The commands that work on a configuration and its folder without a server. Not for users. */
@NullMarked
package dev.terrace.cache.cli.local;

import org.jspecify.annotations.NullMarked;
