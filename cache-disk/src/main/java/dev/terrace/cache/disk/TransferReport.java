package dev.terrace.cache.disk;

/**
 * What an export or an import did.
 *
 * @param entries how many were copied
 * @param bytes what they take, uncompressed, keys included
 * @param skipped how many were left out: expired, no longer valid, or, in an import, present already
 * @param complete false if it was ended early by a {@link TransferProgress}
 */
public record TransferReport(long entries, long bytes, long skipped, boolean complete) {}
