package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many worlds. {@code -Dtallyroll.seeds=N} runs the first N, {@code -Dtallyroll.seed=S} begins at another than 1. */
class WorldTest {
    private static final long SEEDS = Long.getLong("tallyroll.seeds", 500);
    private static final long FIRST = Long.getLong("tallyroll.seed", 1);

    @Test
    void world_manySeeds_isRightAfterEveryCommitAndAtTheEnd() {
        int threads = Runtime.getRuntime().availableProcessors();
        Campaign.Outcome outcome = new Campaign(Set.of(), threads).run(FIRST, SEEDS, done -> {});

        if (!outcome.broken().isEmpty()) {
            World.Report first = outcome.broken().get(0);
            throw new AssertionError(first.command() + "\n" + String.join("\n", first.broken()));
        }
        assertThat(outcome.seeds()).isEqualTo(SEEDS);
    }

    @Test
    void world_sameSeedTwice_hasTheSameTrace() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> trace = new World(seed, Set.of()).run().trace();

            assertThat(new World(seed, Set.of()).run().trace())
                    .as("./tallyroll sim --seed %d --trace", seed)
                    .isEqualTo(trace);
        }
    }
}
