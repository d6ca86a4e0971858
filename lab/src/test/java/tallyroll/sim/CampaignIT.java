package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code verify} asks of the protocol; not with the unit tests, whose JVMs compile too little for so many worlds. */
class CampaignIT {
    private static final long SEEDS = 10_000;

    /**
     * Faults that are known and open: in 1728 and 9882 a bucket is settled by a proof that does not hold, where the record lost an event; in
     * the others a batch that is run again does not write a gap for what it missed. Whoever mends one takes it out here.
     */
    private static final Set<Long> OPEN =
            Set.of(1_728L, 2_937L, 3_338L, 4_138L, 4_306L, 4_363L, 4_375L, 5_739L, 9_882L);

    @Test
    void campaign_tenThousandSeeds_findsNothingNew() {
        int threads = Runtime.getRuntime().availableProcessors();

        Campaign.Outcome outcome = new Campaign(Set.of(), threads).run(1, SEEDS, done -> {});

        assertThat(outcome.broken())
                .as(() -> outcome.broken().toString())
                .extracting(found -> found.seed())
                .containsExactlyInAnyOrderElementsOf(OPEN);
        assertThat(outcome.seeds()).isEqualTo(SEEDS);
    }
}
