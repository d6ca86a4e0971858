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
    private static final int SEEDS = 12;
    private static final String[] MEASURES = {
        "measures: {events: count}",
        "measures: {events: count, n: sum(n)}",
        "without: day",
        "measures: {events: count, n: sum(n), most: max(n)}",
        "measures: {events: count, total: sum(n), most: max(n)}",
        "measures: {events: count, most: max(n)}",
        "measures: {events: count, total: sum(n)}"
    };

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
                "with: day | without: day",
                "with: day | rename: day",
                "measures: {events: count} | measures: {events: count, n: sum(n), most: max(n)}",
                "measures: {events: count, n: sum(n), most: max(n)} | measures: {n: sum(n)}",
                "measures: {events: count, n: sum(n)} | measures: {events: count, n: max(n)}",
                "measures: {events: count, n: sum(n)} | measures: {events: count, total: sum(n)}"
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
            assertThat(new MigratedWorld(seed).run(parts[0], parts[1])).isEmpty();
            if (!new MigratedWorld(seed, false, false).run(parts[0], parts[1]).isEmpty()) {
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

    /** A measure is added, then another, the first is renamed, taken out and added again, and a rollup comes and goes meanwhile. */
    @Test
    void migration_ofMeasures_oneDuringTheOther_endsWithTheLast() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MigratedWorld world = new MigratedWorld(seed);
            assertThat(world.run(MEASURES)).as(said(world, seed)).isEmpty();
        }
    }

    /** Rows of times that the record has forgotten stay of the definition before, and nothing is said of them that is not so. */
    @Test
    void migration_whereTheRecordForgets_leavesWhatCannotBeMadeAgain() {
        for (long seed = 0; seed < 2 * SEEDS; seed++) {
            MigratedWorld world = new MigratedWorld(seed, true, true);
            assertThat(world.run(MEASURES)).as(said(world, seed)).isEmpty();
        }
    }

    @Test
    void R17_validWithoutLookingAtMarks_goesRed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            if (new MigratedWorld(seed).blind().run(MEASURES).contains("is said to be valid")) {
                return;
            }
        }
        fail("%d seeds: a column that is not filled yet was said to be valid, and none went red", SEEDS);
    }

    private static String said(MigratedWorld world, long seed) {
        return "seed %d%n%s".formatted(seed, String.join("\n", world.trace()));
    }
}
