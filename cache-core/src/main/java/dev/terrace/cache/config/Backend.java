package dev.terrace.cache.config;

/** Which tiers a configured manager has. */
enum Backend {
    /** The memory tier alone. */
    MEMORY,
    /** The disk tier alone: every hit is read from disk and decoded. */
    DISK,
    /** Redis alone. */
    REDIS,
    /** Memory and every tier that has a setting. */
    LAYERED
}
