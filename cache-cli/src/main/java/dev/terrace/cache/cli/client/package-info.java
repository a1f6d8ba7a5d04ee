/** The HTTP client of a running server: its address, its token, its problems, its long work. Not for users. */
@NullMarked
package dev.terrace.cache.cli.client;

import org.jspecify.annotations.NullMarked;
