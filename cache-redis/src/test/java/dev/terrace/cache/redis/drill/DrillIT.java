package dev.terrace.cache.redis.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.testkit.Seeds;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The drill in short: whole it leaves nothing stale, and without any of its ingredients it does. */
class DrillIT {

    /** It ends at the first stale round, usually among the first hundreds; a race may take longer on a busy machine. */
    private static final int ROUNDS = 6000;

    @Test
    void theWholeProtocolLeavesNothingStale() {
        try (DrillRounds drill = new DrillRounds(Seeds.draw("DrillIT"))) {
            assertThat(drill.run(150, 1)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnIngredientARoundEndsStale(Ingredient ingredient) throws IOException, InterruptedException {
        assertThat(Drill.without(ingredient, ROUNDS, 1)).isZero();
    }

    @Test
    void anUnknownIngredientIsRefused() {
        assertThatThrownBy(() -> Ingredient.of("luck")).hasMessageContaining("own-messages");
    }
}
