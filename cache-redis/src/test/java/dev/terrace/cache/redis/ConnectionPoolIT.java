package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.redis.ConnectionPool.Borrowed;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.Running;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads, few connections. */
final class ConnectionPoolIT {

    private static final int TASKS = 10_000;
    private static final int CONNECTIONS = 8;

    private RedisServer server;
    private ConnectionPool pool;

    @BeforeEach
    void start() {
        server = RedisServer.start();
        pool = pool(Duration.ofSeconds(60));
    }

    private ConnectionPool pool(Duration patience) {
        RedisSettings settings = RedisUrl.parse(server.uri())
                .withLimits(Limits.STANDARD
                        .withTimeout(Duration.ofSeconds(20))
                        .withConnections(CONNECTIONS)
                        .withPatience(patience));
        return new ConnectionPool(
                settings.deployment().nodes().get(0), RedisConnection.Opener.forServers(settings), settings.limits());
    }

    @AfterEach
    void stop() {
        pool.close();
        server.close();
    }

    private Object ask() {
        Borrowed borrowed = pool.borrow();
        try {
            return borrowed.connection().call(Verb.DBSIZE);
        } finally {
            pool.giveBack(borrowed);
        }
    }

    /** Virtual threads where the JVM has them. */
    private static ExecutorService threads() {
        try {
            Method virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (ExecutorService) virtual.invoke(null);
        } catch (NoSuchMethodException e) {
            return Executors.newFixedThreadPool(500);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tenThousandThreadsAreServed() throws Exception {
        ExecutorService threads = threads();
        try {
            List<Future<Object>> answers = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                answers.add(threads.submit(this::ask));
            }
            for (Future<Object> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(0L);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(pool.openConnections()).isBetween(1, CONNECTIONS);
    }

    @Test
    void theLastOneGivenBackIsTheFirstOneTaken() {
        Borrowed first = pool.borrow();
        Borrowed second = pool.borrow();
        pool.giveBack(first);
        pool.giveBack(second);

        Borrowed again = pool.borrow();
        assertThat(again.connection()).isSameAs(second.connection());
        assertThat(again.isPooled()).isTrue();
        assertThat(first.isPooled()).isFalse();
        pool.giveBack(again);
        assertThat(pool.openConnections()).isEqualTo(2);
    }

    @Test
    void whoFindsNoneFreeWaitsNoLongerThanAllowed() {
        pool = pool(Duration.ZERO);
        List<Borrowed> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(pool.borrow());
        }
        assertThatThrownBy(pool::borrow)
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.kind()).isEqualTo(RedisException.Kind.NO_CONNECTION))
                .hasMessageContaining("are in use");
        pool.giveBack(all.remove(0));
        assertThat(ask()).isEqualTo(0L);
        all.forEach(pool::giveBack);
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        List<Borrowed> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(pool.borrow());
        }
        Running<Boolean> interrupted = ConcurrentRun.start(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(pool::borrow).hasMessageContaining("interrupted");
            return Thread.interrupted();
        });
        assertThat(interrupted.result()).isTrue();
        all.forEach(pool::giveBack);
    }

    @Test
    void brokenConnectionsAreClosedAndNotReplaced() {
        Borrowed borrowed = pool.borrow();
        borrowed.connection().abort();
        pool.giveBack(borrowed);
        assertThat(pool.openConnections()).isZero();
        assertThat(ask()).isEqualTo(0L);
        pool.abort();
        assertThat(pool.openConnections()).isZero();
    }

    @Test
    void aConnectionThatCannotBeOpenedFreesItsPlace() {
        server.kill();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            assertThatThrownBy(pool::borrow).isInstanceOf(RedisException.class);
            assertThatThrownBy(pool::borrowFresh).isInstanceOf(RedisException.class);
        }
        server.startAgain();
        assertThat(ask()).isEqualTo(0L);
    }

    @Test
    void onceClosedItGivesNothing() {
        Borrowed borrowed = pool.borrow();
        pool.close();
        pool.giveBack(borrowed);

        assertThatThrownBy(pool::borrow).hasMessageContaining("not used any more");
        assertThat(pool.openConnections()).isZero();
    }
}
