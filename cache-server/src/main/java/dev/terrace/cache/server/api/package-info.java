/**
 * The routes of the admin API, one class for each resource, and the work that outlives its request. {@link
 * dev.terrace.cache.server.api.Api} is the door; {@code docs/operations.md} lists the routes.
 */
@NullMarked
package dev.terrace.cache.server.api;

import org.jspecify.annotations.NullMarked;
