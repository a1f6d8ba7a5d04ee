/**
 * The admin HTTP API and the live dashboard of a manager, on a port of their own. {@link
 * dev.terrace.cache.server.AdminServer} is the door; the packages below it are not for users.
 */
@NullMarked
package dev.terrace.cache.server;

import org.jspecify.annotations.NullMarked;
