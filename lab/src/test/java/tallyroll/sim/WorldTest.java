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

    /** Else nothing of it is tested. */
    @Test
    void worlds_settleByProofAndByRecountAndAudit() {
        int proven = 0;
        int recounted = 0;
        int audited = 0;
        for (long seed = 1; seed <= 60; seed++) {
            List<String> trace = new World(seed, Set.of()).run().trace();
            proven += trace.stream().anyMatch(line -> line.contains("Proven[")) ? 1 : 0;
            recounted += trace.stream().anyMatch(line -> line.contains("cause=SETTLE") && line.contains("buckets=[1"))
                    ? 1
                    : 0;
            audited += trace.stream().anyMatch(line -> line.contains("cause=AUDIT")) ? 1 : 0;
        }

        assertThat(List.of(proven, recounted, audited)).as("of 60 worlds").allMatch(worlds -> worlds >= 6);
    }

    /** Of each there are some, also together. */
    @Test
    void worlds_haveDeletionsRecordsOfSeveralEventsAndSeveralTopics() {
        int deletions = 0;
        int packed = 0;
        int topics = 0;
        int all = 0;
        for (long seed = 1; seed <= 2_000; seed++) {
            Kind kind = new World(seed, Set.of()).kind();
            deletions += kind.deletes() ? 1 : 0;
            packed += kind.packed() ? 1 : 0;
            topics += kind.topics() > 1 ? 1 : 0;
            all += kind.deletes() && kind.packed() && kind.topics() > 1 ? 1 : 0;
        }

        assertThat(List.of(deletions, packed, topics)).as("of 2,000 worlds").allMatch(worlds -> worlds >= 200);
        assertThat(all).as("of 2,000 worlds all three").isGreaterThanOrEqualTo(5);
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
