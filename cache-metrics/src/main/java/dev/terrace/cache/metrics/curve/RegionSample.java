package dev.terrace.cache.metrics.curve;

import dev.terrace.cache.extension.ReadListener.KeyListener;

/** The sample of one region. What readers touch is the threshold; all else belongs to {@link Sampling#collect}. */
final class RegionSample implements KeyListener {

    private final Sampling all;
    private final int number;
    private final ReuseDistances distances;
    private final Freshness freshness;

    /** What readers compare with; 0 in a pause. */
    private volatile int threshold = ReuseDistances.ALL;

    private volatile int sampledBelow = ReuseDistances.ALL;
    private long readsBefore = -1;
    private int round;
    private int lastRound;

    RegionSample(Sampling all, int number, int maximumKeys) {
        this.all = all;
        this.number = number;
        this.distances = new ReuseDistances(maximumKeys);
        this.freshness = new Freshness(maximumKeys);
    }

    @Override
    public void read(String key) {
        readTimed(key);
    }

    @Override
    public boolean readTimed(String key) {
        int hash = key.hashCode();
        return ReuseDistances.place(hash) < threshold && all.add(number, hash);
    }

    @Override
    public void answered(long nanos) {
        all.answered(nanos);
    }

    /** No read is sampled until the round ends. */
    void pause() {
        threshold = 0;
    }

    /** Returns true if the key is in the sample, in a pause as well. */
    boolean holds(int hash) {
        return ReuseDistances.place(hash) < sampledBelow;
    }

    Freshness freshness() {
        return freshness;
    }

    void read(int hash) {
        distances.read(hash);
        round++;
    }

    /** Reads that the row had no room for would pass for hits of the smallest cache: such a round expects nothing. */
    void endRound(long reads, boolean isWhole) {
        if (readsBefore >= 0) {
            distances.expect(isWhole ? reads - readsBefore : round / distances.rate());
        } else {
            distances.expect(round / distances.rate());
        }
        readsBefore = reads;
        lastRound = round;
        round = 0;
        resume();
    }

    int lastRound() {
        return lastRound;
    }

    int sampledKeys() {
        return distances.sampledKeys();
    }

    void halve() {
        distances.halve();
        resume();
    }

    private void resume() {
        sampledBelow = distances.threshold();
        threshold = sampledBelow;
    }

    void age(double factor) {
        distances.age(factor);
        freshness.age(factor);
    }

    HitCurve curve() {
        return distances.curve();
    }
}
