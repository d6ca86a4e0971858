package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations from one definition to the next, with drivers killed at any write: after each step every stored row is the whole of
 * one definition, and in the end all are of the last.
 */
class MigrationTest {
    private static final int SEEDS = 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where: n >= 2 | where: n >= 5",
                "where: n >= 5 | where: n >= 2",
                "every: [1h, 1d] | every: [15m, 1h, 1d]",
                "every: [15m, 1h, 1d] | every: [1h, 1d]",
                "every: [1h, 1d] | every: [1d]",
                "zone: Europe/Berlin | zone: UTC",
                "zone: UTC | zone: America/New_York",
                "without: day | with: day",
                "with: day | without: day"
            })
    void migration_killedAnywhere_neverMixesTwoDefinitionsInARow(String change) {
        for (long seed = 0; seed < SEEDS; seed++) {
            String[] parts = change.split(" \\| ");
            MigratedWorld world = new MigratedWorld(seed);
            assertThat(world.run(parts[0], parts[1]))
                    .as("seed %d of %s%n%s", seed, change, String.join("\n", world.trace()))
                    .isEmpty();
        }
    }

    /** On seeds that are green with the rule on. */
    @ParameterizedTest
    @ValueSource(
            strings = {"where: n >= 2 | where: n >= 5", "zone: Europe/Berlin | zone: UTC", "without: day | with: day"})
    void R17_changedDefinitionNotStored_goesRed(String change) {
        String[] parts = change.split(" \\| ");
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(new MigratedWorld(seed, true).run(parts[0], parts[1])).isEmpty();
            if (!new MigratedWorld(seed, false).run(parts[0], parts[1]).isEmpty()) {
                return;
            }
        }
        fail("%d seeds of %s without R17: none went red", SEEDS, change);
    }

    @Test
    void migration_ofSeveralChanges_oneDuringTheOther_endsWithTheLast() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MigratedWorld world = new MigratedWorld(seed);
            assertThat(world.run(
                            "where: n >= 2",
                            "where: n >= 5",
                            "zone: UTC",
                            "where: n >= 2",
                            "without: day",
                            "with: day"))
                    .as("seed %d%n%s", seed, String.join("\n", world.trace()))
                    .isEmpty();
        }
    }
}
