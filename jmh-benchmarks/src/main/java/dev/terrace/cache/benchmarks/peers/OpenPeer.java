package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.benchmarks.disk.ScratchFolder;
import dev.terrace.cache.redis.server.RedisServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A peer with a folder, and a Redis if it needs one, that go with it. */
public final class OpenPeer implements AutoCloseable {

    private static final int DIFFERENT = 1024;
    private static final Profile[] PROFILES = new Profile[DIFFERENT];

    static {
        for (int i = 0; i < DIFFERENT; i++) {
            PROFILES[i] = Profile.of(i);
        }
    }

    private final ScratchFolder folder;
    private final @Nullable RedisServer redis;
    private final Peer peer;

    private OpenPeer(ScratchFolder folder, @Nullable RedisServer redis, Peer peer) {
        this.folder = folder;
        this.redis = redis;
        this.peer = peer;
    }

    /**
     * Opens a peer that has nothing yet.
     *
     * @param label of the peer
     * @param entries that must fit
     * @throws IOException if it does not open
     */
    public static OpenPeer of(String label, int entries) throws IOException {
        Peers which = Peers.named(label);
        ScratchFolder folder = ScratchFolder.make();
        RedisServer redis = which.needsRedis() ? RedisServer.start() : null;
        Place place = new Place(folder.path(), entries, redis == null ? 0 : redis.port());
        return new OpenPeer(folder, redis, which.open(place));
    }

    /**
     * Returns the value for a number; there are 1,024 different ones.
     *
     * @param number of the key
     */
    public static Profile profile(int number) {
        return PROFILES[number % DIFFERENT];
    }

    /**
     * Puts so many entries and looks whether they are there.
     *
     * @param entries how many
     */
    public void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            peer.put(key(i), profile(i));
        }
        for (int i = 0; i < entries; i += DIFFERENT) {
            if (!profile(i).equals(peer.get(key(i)))) {
                throw new IllegalStateException(
                        "a key that was put is not there: " + key(i) + " of " + entries + "; it would be no hit");
            }
        }
    }

    private static String key(int number) {
        return "user:" + number;
    }

    /** Returns the peer. */
    public Peer peer() {
        return peer;
    }

    @Override
    public void close() throws IOException {
        peer.close();
        if (redis != null) {
            redis.close();
        }
        folder.close();
    }
}
