/**
 * The shop's HTTP API, on the server that comes with the JDK. {@link dev.terrace.cache.demo.web.ShopServer} is all there is
 * to see of it.
 */
@NullMarked
package dev.terrace.cache.demo.web;

import org.jspecify.annotations.NullMarked;
