package dev.terrace.cache.engine;

import dev.terrace.cache.AsyncCache;

/** The paths of one region, wired together. */
final class Paths<V> {

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final LoadPath<V> loads;
    private final WritePath<V> writes;
    private final BatchPath<V> batches;
    private final BatchWritePath<V> batchWrites;
    private final ConditionalPath<V> conditions;
    private final Inspector<V> inspector;
    private final FillPath<V> fills;
    private final Sweeper sweeper;
    private final KeyScan keys;

    Paths(RegionParts<V> parts, Promoter<V> promoter, Sweeper sweeper, KeyScan keys) {
        this.parts = parts;
        this.reads = new ReadPath<>(parts, promoter, new SuspectCheck<>(parts));
        this.loads = new LoadPath<>(parts, reads, promoter);
        this.writes = new WritePath<>(parts, promoter);
        this.batches = new BatchPath<>(parts, reads, new BatchLoad<>(loads));
        this.batchWrites = new BatchWritePath<>(parts, writes, promoter);
        this.conditions = new ConditionalPath<>(parts, reads, writes, sweeper);
        this.inspector = new Inspector<>(parts);
        this.fills = new FillPath<>(parts, reads, promoter, loads.flights());
        this.sweeper = sweeper;
        this.keys = keys;
    }

    ReadPath<V> reads() {
        return reads;
    }

    LoadPath<V> loads() {
        return loads;
    }

    WritePath<V> writes() {
        return writes;
    }

    BatchPath<V> batches() {
        return batches;
    }

    BatchWritePath<V> batchWrites() {
        return batchWrites;
    }

    ConditionalPath<V> conditions() {
        return conditions;
    }

    Inspector<V> inspector() {
        return inspector;
    }

    FillPath<V> fills() {
        return fills;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    KeyScan keys() {
        return keys;
    }

    AsyncCache<V> async(Region<V> region) {
        return new AsyncRegion<>(region, parts.shared().workers());
    }
}
