/**
 * A manager without code: settings from the environment and from a YAML or properties file, checked
 * before anything starts. The door is {@link dev.terrace.cache.config.Configuration}; {@link
 * dev.terrace.cache.config.SettingText} lets the tiers read durations and sizes in the same words.
 */
@NullMarked
package dev.terrace.cache.config;

import org.jspecify.annotations.NullMarked;
