package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;

/** A walk over the map file, one segment a step, so that no step holds a lock for longer than a segment takes. */
final class SegmentScan implements Scan {

    private final DiskFile disk;
    private final ScopeFilter filter;
    private int next;

    SegmentScan(DiskFile disk, Scope scope) {
        this.disk = disk;
        filter = new ScopeFilter(scope);
    }

    @Override
    public boolean step(Visitor visitor) {
        if (next >= disk.segments()) {
            return false;
        }
        disk.scan(next++, view -> {
            boolean unwanted = filter.matches(view) && visitor.visit(new MappedScanned(view)) == Verdict.REMOVE;
            return unwanted ? SegmentVisitor.Verdict.REMOVE : SegmentVisitor.Verdict.KEEP;
        });
        return next < disk.segments();
    }

    @Override
    public double progress() {
        return (double) next / disk.segments();
    }

    @Override
    public void close() {
        next = disk.segments();
    }
}
