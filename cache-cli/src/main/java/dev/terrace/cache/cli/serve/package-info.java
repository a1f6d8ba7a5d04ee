/** The command that runs a server of its own: tiers from a configuration, logs, an orderly end. Not for users. */
@NullMarked
package dev.terrace.cache.cli.serve;

import org.jspecify.annotations.NullMarked;
