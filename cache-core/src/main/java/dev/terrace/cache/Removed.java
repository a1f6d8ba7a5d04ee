package dev.terrace.cache;

/**
 * What a removal of many keys came to.
 *
 * @param keys how many distinct live keys were removed
 * @param complete false if a tier could not be asked and the number leaves it out; the keys are gone
 *     for this node all the same
 */
public record Removed(long keys, boolean complete) {}
