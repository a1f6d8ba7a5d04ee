/** The commands that talk to a running server, one class each. Not for users. */
@NullMarked
package dev.terrace.cache.cli.command;

import org.jspecify.annotations.NullMarked;
