package dev.terrace.cache.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.redis.server.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is timed must first give the right answers. */
class PeersIT {

    private static final int ENTRIES = 1000;
    private static final int CHECKED = 200;

    private static RedisServer redis;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    private Peer open(Peers peer) throws IOException {
        return peer.open(new Place(folder, ENTRIES, redis.port()));
    }

    /** The server is shared, also by two ways to use one peer. */
    private static String key(Peers peer, Object number) {
        return peer.label() + ":" + number;
    }

    @ParameterizedTest
    @EnumSource(Peers.class)
    void givesBackWhatItWasGivenAndNothingElse(Peers peer) throws IOException {
        try (Peer cache = open(peer)) {
            assertThat(cache.get(key(peer, 1))).isNull();
            for (int i = 0; i < CHECKED; i++) {
                cache.put(key(peer, i), Profile.of(i));
            }
            cache.put(key(peer, 1), Profile.of(1001));
            cache.delete(key(peer, 2));
            cache.delete(key(peer, "none"));

            assertThat(cache.get(key(peer, 1))).isEqualTo(Profile.of(1001));
            assertThat(cache.get(key(peer, 2))).isNull();
            for (int i = 3; i < CHECKED; i++) {
                assertThat(cache.get(key(peer, i))).isEqualTo(Profile.of(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Peers.class)
    void hasItsEntriesAfterARestartExactlyIfItSaysSo(Peers peer) throws IOException {
        try (Peer cache = open(peer)) {
            cache.put(key(peer, 7), Profile.of(7));
            cache.put(key(peer, 8), Profile.of(8));
            cache.delete(key(peer, 8));
        }

        try (Peer cache = open(peer)) {
            assertThat(cache.get(key(peer, 7))).isEqualTo(peer.survives() ? Profile.of(7) : null);
            assertThat(cache.get(key(peer, 8))).isNull();
        }
    }

    @Test
    void aPeerIsFoundByItsNameAndARefusalNamesThemAll() {
        assertThat(Peers.named("ehcache-disk")).isEqualTo(Peers.EHCACHE_DISK);
        assertThatThrownBy(() -> Peers.named("memcached"))
                .hasMessageContaining("memcached")
                .hasMessageContaining("cache2k");
    }
}
