package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code verify} asks of the protocol; not with the unit tests, whose JVMs compile too little for so many worlds. */
class CampaignIT {
    private static final long SEEDS = 10_000;

    @Test
    void campaign_tenThousandSeeds_findsNothing() {
        int threads = Runtime.getRuntime().availableProcessors();

        Campaign.Outcome outcome = new Campaign(Set.of(), threads).run(1, SEEDS, done -> {});

        assertThat(outcome.broken()).as(() -> outcome.broken().toString()).isEmpty();
        assertThat(outcome.seeds()).isEqualTo(SEEDS);
    }
}
