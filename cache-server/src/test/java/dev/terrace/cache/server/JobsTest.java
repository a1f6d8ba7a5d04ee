package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.server.Running.Answer;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.warming.Source;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that takes longer than its request waits. */
class JobsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch release = new CountDownLatch(1);
    private final FlakyTier disk = FlakyTier.around(new HeapTier("disk", Long.MAX_VALUE));
    private final Running running = Running.over(
            CacheManager.builder().tier(disk),
            builder -> builder.limits(limits -> limits.jobs(1).patience(Duration.ofMillis(50))));

    @AfterEach
    void end() {
        release.countDown();
        running.close();
    }

    /** Makes warming wait for the test. */
    private void holdTheSource() {
        running.warmer.unregister("main_db");
        running.warmer.register(
                "slow",
                Source.batch(running.words, keys -> {
                            release.await();
                            return Map.of("w1", "v");
                        })
                        .allKeys(() -> java.util.stream.Stream.of("w1")));
    }

    private String state(String path) {
        return running.get(path).json().get("state").asString();
    }

    @Test
    void goesOnAsAJobThatCanBeWatched() {
        holdTheSource();
        Answer accepted = running.admin("POST", "/cache/warming/run");
        assertThat(accepted.status()).isEqualTo(202);
        String job = accepted.header("Location");
        assertThat(job).startsWith("/cache/jobs/");
        assertThat(state(job)).isEqualTo("RUNNING");
        release.countDown();
        await().atMost(PATIENCE).until(() -> state(job).equals("DONE"));
        var done = running.get(job).json();
        assertThat(done.get("result").get("counts").get("loaded").asInt()).isEqualTo(1);
        assertThat(done.get("done").asLong()).isEqualTo(1);
        assertThat(running.get("/cache/jobs").json().get("jobs").size()).isEqualTo(1);
    }

    @Test
    void isCancelled() {
        holdTheSource();
        String job = running.admin("POST", "/cache/warming/run").header("Location");
        assertThat(running.admin("DELETE", job).status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> state(job).equals("CANCELLED"));
    }

    @Test
    void oneTooManyIsRefused() {
        holdTheSource();
        running.admin("POST", "/cache/warming/run");
        Answer refused = running.admin("POST", "/cache/cleanup");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("/cache/jobs");
    }

    @Test
    void thatIsNotKnownIsNotFound() {
        assertThat(running.get("/cache/jobs/99").status()).isEqualTo(404);
        assertThat(running.get("/cache/jobs/none").status()).isEqualTo(404);
        assertThat(running.admin("DELETE", "/cache/jobs/99").status()).isEqualTo(404);
    }

    @Test
    void aCopyIsEndedEarly() {
        running.words.set("a", "v");
        running.words.set("b", "v");
        running.manager.clear("memory");
        String job;
        try (Pause pause = disk.faults().pauseBefore(Operation.GET)) {
            job = running.admin("POST", "/cache/sync?from=disk&to=memory").header("Location");
            pause.awaitReached();
            assertThat(running.admin("DELETE", job).status()).isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> state(job).equals("CANCELLED"));
        var result = running.get(job).json().get("result");
        assertThat(result.get("copied").asLong()).isEqualTo(1);
        assertThat(result.get("complete").asBoolean()).isFalse();
    }

    @Test
    void aCountIsEndedEarly() {
        running.words.set("a", "v");
        running.words.set("b", "v");
        running.manager.clear("memory");
        String job;
        try (Pause pause = disk.faults().pauseBefore(Operation.GET)) {
            job = running.admin("POST", "/cache/invalidate", "{\"pattern\":\"*\",\"dryRun\":true}")
                    .header("Location");
            pause.awaitReached();
            assertThat(running.admin("DELETE", job).status()).isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> state(job).equals("CANCELLED"));
        assertThat(running.get(job).json().get("result").get("complete").asBoolean())
                .isFalse();
    }

    @Test
    void aRemovalIsNotTakenBack() {
        running.words.set("a", "v");
        String job;
        try (Pause pause = disk.faults().pauseBefore(Operation.STEP)) {
            job = running.admin("DELETE", "/cache").header("Location");
            pause.awaitReached();
            Answer refused = running.admin("DELETE", job);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body()).contains("took effect when it began");
            assertThat(running.words.get("a")).as("gone at once").isNull();
        }
        await().atMost(PATIENCE).until(() -> state(job).equals("DONE"));
        assertThat(running.get(job).json().get("result").get("removed").asLong())
                .isEqualTo(1);
    }

    @Test
    void upkeepIsNotEndedEarlyAndSaysWhy() {
        running.words.set("a", "v");
        String job;
        try (Pause pause = disk.faults().pauseBefore(Operation.STEP)) {
            job = running.admin("POST", "/cache/cleanup").header("Location");
            pause.awaitReached();
            Answer refused = running.admin("DELETE", job);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body()).contains("cleanup cannot be ended early");
        }
        await().atMost(PATIENCE).until(() -> state(job).equals("DONE"));
    }

    @Test
    void copiesBetweenTiersAndRefusesWhatIsNoCopy() {
        running.words.set("a", "v");
        running.manager.clear("memory");
        Answer copied = running.admin("POST", "/cache/sync?from=l2&to=l1");
        await().atMost(PATIENCE)
                .until(() -> running.get("/cache/jobs").body().contains("\"copied\":1,\"complete\":true"));
        assertThat(copied.status()).isIn(200, 202);
        assertThat(running.admin("POST", "/cache/sync?from=disk&to=l2").status())
                .isEqualTo(400);
        assertThat(running.admin("POST", "/cache/sync?from=disk").status()).isEqualTo(400);
        assertThat(running.admin("POST", "/cache/sync?from=disk&to=redis").status())
                .isEqualTo(404);
    }
}
