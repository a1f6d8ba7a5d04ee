/** The dashboard: a page of static files that holds no data, and asks the admin API with the token it is given. */
@NullMarked
package dev.terrace.cache.server.web;

import org.jspecify.annotations.NullMarked;
