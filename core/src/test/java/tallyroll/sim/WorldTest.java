package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/**
 * Runs seeds. {@code -Dtallyroll.seed=N} runs one and prints its trace, {@code -Dtallyroll.seeds=N} runs the first N.
 */
class WorldTest {
    private static final long SEEDS = Long.getLong("tallyroll.seeds", 200);

    @Test
    void world_manySeeds_isRightAfterEveryCommitAndAtTheEnd() {
        Long one = Long.getLong("tallyroll.seed");
        if (one != null) {
            World.Report report = world(one);
            report.trace().forEach(System.out::println);
            right(report);
            return;
        }
        for (long seed = 1; seed <= SEEDS; seed++) {
            right(world(seed));
        }
    }

    @Test
    void world_sameSeedTwice_hasTheSameTrace() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(world(seed).trace()).isEqualTo(world(seed).trace());
        }
    }

    /** Long campaigns without a build around them. */
    public static void main(String[] seeds) {
        long from = Long.parseLong(seeds[0]);
        for (long seed = from; seed < from + Long.parseLong(seeds[1]); seed++) {
            World.Report report = world(seed);
            if (!report.broken().isEmpty()) {
                System.out.println(seed + " " + report.broken());
            }
        }
    }

    private static World.Report world(long seed) {
        return new World(seed, EnumSet.noneOf(Off.class)).run();
    }

    private static void right(World.Report report) {
        if (!report.broken().isEmpty()) {
            throw new AssertionError("./mvnw -pl core test -Dtest=WorldTest -Dtallyroll.seed=" + report.seed() + "\n"
                    + String.join("\n", report.broken()));
        }
    }
}
