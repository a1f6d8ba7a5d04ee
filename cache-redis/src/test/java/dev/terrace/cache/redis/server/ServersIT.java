package dev.terrace.cache.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The servers and the proxy do what the tests that use them take for granted. */
class ServersIT {

    @Test
    void aServerAnswersDiesAndComesBackEmptyOnTheSamePort() {
        try (RedisServer server = RedisServer.start()) {
            server.command("SET", "key", "value");
            assertThat(server.command("GET", "key")).isEqualTo("value");
            server.kill();
            assertThatThrownBy(() -> server.command("PING")).isInstanceOf(UncheckedIOException.class);
            server.startAgain();
            assertThat(server.command("GET", "key")).isNull();
            assertThat(server.info("redis_version")).isNotEmpty();
        }
    }

    @Test
    void aPausedServerAnswersWhenItGoesOn() throws IOException {
        try (RedisServer server = RedisServer.start();
                Wire wire = new Wire(server.port())) {
            server.pause();
            server.resume();
            assertThat(wire.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void aSentinelNamesAnotherMasterWhenTheFirstIsKilled() {
        try (SentinelGroup group = SentinelGroup.start()) {
            RedisServer old = group.master();
            old.kill();
            group.awaitFailoverFrom(old);
            assertThat(group.master()).isNotSameAs(old);
        }
    }

    @Test
    void aClusterCoversEverySlot() {
        try (ClusterGroup cluster = ClusterGroup.start()) {
            Object answer = cluster.masters().get(0).command("CLUSTER", "INFO");
            assertThat(String.valueOf(answer)).contains("cluster_slots_ok:16384");
        }
    }

    @Test
    void aProxyResetsCutsAndMends() throws IOException {
        try (RedisServer server = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(server.port())) {
            Wire first = new Wire(proxy.port());
            assertThat(first.call("PING")).isEqualTo("PONG");
            proxy.reset();
            assertThatThrownBy(() -> first.call("PING")).isInstanceOf(IOException.class);
            proxy.cut();
            assertThatThrownBy(() -> new Wire(proxy.port())).isInstanceOf(IOException.class);
            proxy.mend();
            try (Wire again = new Wire(proxy.port())) {
                assertThat(again.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void whatAFrozenProxyHoldsBackArrivesWhenItIsMended() throws Exception {
        try (RedisServer server = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(server.port());
                Wire wire = new Wire(proxy.port())) {
            wire.call("SET", "key", "old");
            proxy.freeze();
            Thread writer = new Thread(() -> {
                try {
                    wire.call("SET", "key", "new");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            Awaitility.await().until(() -> writer.getState() == Thread.State.RUNNABLE);
            assertThat(server.command("GET", "key")).isEqualTo("old");
            proxy.mend();
            writer.join();
            assertThat(server.command("GET", "key")).isEqualTo("new");
        }
    }
}
