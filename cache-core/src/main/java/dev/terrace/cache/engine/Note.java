package dev.terrace.cache.engine;

/**
 * Where this node's history stood before a read of a lower tier or a load began. What comes of the
 * read is installed only if {@link InstallGate} finds that fence and epoch have not moved, and is
 * stamped with position and epoch of the note, never with those of the moment of the install.
 *
 * @param fence the key's fence and the region's count of barriers, added up: both only grow
 * @param position the local position
 * @param epoch the epoch
 */
record Note(long fence, long position, long epoch) {}
