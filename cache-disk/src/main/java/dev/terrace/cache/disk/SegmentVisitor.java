package dev.terrace.cache.disk;

/** Looks at the entries of one segment in place, while the segment's update lock is held: reads go on, writes wait. */
@FunctionalInterface
interface SegmentVisitor {

    /** What to do with an entry. */
    enum Verdict {
        KEEP,
        REMOVE,
        /** Keep this entry and look at no more. */
        STOP
    }

    /** Returns what to do with the entry; must not touch the file otherwise, nor keep the view. */
    Verdict visit(EntryView entry);
}
