/**
 * What every request passes, whatever it asks for: tokens and roles, limits, security headers, problems as JSON, and the
 * audit log. Knows nothing of caches.
 */
@NullMarked
package dev.terrace.cache.server.http;

import org.jspecify.annotations.NullMarked;
