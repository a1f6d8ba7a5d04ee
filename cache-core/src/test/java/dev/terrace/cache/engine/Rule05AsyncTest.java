package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Removed;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.SharedStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R5: an asynchronous call has taken its place and its local effect when it returns")
class Rule05AsyncTest {

    private final FakeTime time = new FakeTime();
    private final Node node = Node.on(new SharedStore(time), time).start();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aSetIsSeenAtOnceThoughNoTierBelowHasIt() {
        CompletableFuture<Void> set = node.cache.async().set("a", "new");
        assertThat(set).isNotDone();
        assertThat(node.cache.get("a")).isEqualTo("new");
        node.forgetInMemory();
        assertThat(node.cache.get("a")).as("from the write under way").isEqualTo("new");
        node.workers.runAll();
        assertThat(set).isCompleted();
        assertThat(node.onDiskStored()).isEqualTo("new");
    }

    @Test
    void aDeleteIsSeenAtOnceThoughTheTiersBelowStillHoldTheValue() {
        node.cache.set("a", "old");
        CompletableFuture<Boolean> delete = node.cache.async().delete("a");
        assertThat(node.onDiskStored()).isEqualTo("old");
        assertThat(node.cache.get("a")).isNull();
        node.workers.runAll();
        assertThat(delete).isCompletedWithValue(true);
        assertThat(node.onDiskStored()).isNull();
    }

    @Test
    void batchesAreSeenAtOnce() {
        CompletableFuture<Void> set = node.cache.async().setAll(Map.of("a", "new"));
        assertThat(node.cache.get("a")).isEqualTo("new");
        node.workers.runAll();
        assertThat(set).isCompleted();
        CompletableFuture<Long> deleted = node.cache.async().deleteAll(List.of("a"));
        assertThat(node.cache.get("a")).isNull();
        node.workers.runAll();
        assertThat(deleted).isCompletedWithValue(1L);
    }

    @Test
    void aPatternIsEffectiveWhenTheCallReturnsAndCompletesWithTheCount() {
        node.cache.set("a", "old");
        CompletableFuture<Removed> removed = node.cache.async().invalidate("a*");
        assertThat(removed).isNotDone();
        assertThat(node.cache.get("a")).isNull();
        node.workers.runAll();
        assertThat(removed.join().keys()).isEqualTo(1);
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aLaterCallWinsThoughTheEarlierOneRunsAfterIt() {
        CompletableFuture<Void> early = node.cache.async().set("a", "early");
        node.cache.set("a", "late");
        node.workers.runAll();
        assertThat(early).isCompleted();
        assertThat(node.inMemory()).isEqualTo("late");
        assertThat(node.onDiskStored()).isEqualTo("late");
        assertThat(node.inStore()).isEqualTo("late");
    }

    @Test
    void aSetAfterAnAsynchronousDeleteSurvivesIt() {
        node.cache.set("a", "old");
        CompletableFuture<Boolean> delete = node.cache.async().delete("a");
        node.cache.set("a", "late");
        node.workers.runAll();
        assertThat(delete).isDone();
        assertThat(node.cache.get("a")).isEqualTo("late");
        assertThat(node.onDiskStored()).isEqualTo("late");
        assertThat(node.inStore()).isEqualTo("late");
    }

    @Test
    void aDeleteAfterAnAsynchronousSetSurvivesIt() {
        CompletableFuture<Void> set = node.cache.async().set("a", "early");
        node.cache.delete("a");
        node.workers.runAll();
        assertThat(set).isCompleted();
        assertThat(node.cache.get("a")).isNull();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.inStore()).isNull();
    }

    @Test
    void aWriteThatTheWorkersRefuseIsCarriedOutAllTheSame() {
        node.workers.refuse(true);
        assertThat(node.cache.async().set("a", "new")).isCompleted();
        assertThat(node.onDiskStored()).isEqualTo("new");
    }
}
