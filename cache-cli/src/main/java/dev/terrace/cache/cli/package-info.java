/**
 * The program {@code terrace}: a server of its own, and the commands that talk to a running one or look after its folder.
 * {@link dev.terrace.cache.cli.Main} is the door. Not published; nothing here is an API.
 */
@NullMarked
package dev.terrace.cache.cli;

import org.jspecify.annotations.NullMarked;
