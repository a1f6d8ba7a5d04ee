package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.cli.Cli.Run;
import dev.terrace.cache.redis.server.RedisServer;
import org.junit.jupiter.api.Test;

/** The doctor and a Redis. */
class DoctorIT {

    @Test
    void redisIsAskedAndMissedWhenItIsGone() {
        Cli cli = new Cli();
        try (RedisServer redis = RedisServer.start()) {
            cli.with("CACHE_REDIS_URL", "redis://127.0.0.1:" + redis.port());

            Run well = cli.run("doctor", "--benchmark");

            assertThat(well.exitCode()).as(well.out()).isZero();
            assertThat(well.out()).containsPattern("round trip: redis +OK").containsPattern("redis +\\d+[.\\d]* .s ");
        }
        Run gone = cli.run("doctor");

        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.out()).containsPattern("round trip: redis +FAIL +an entry did not arrive; see whether");
    }
}
