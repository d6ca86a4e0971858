package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.pipeline.Strategy;

/** The headline promises what the report has. */
class PageTitleTest {
    static Stream<Arguments> titles() {
        return Stream.of(
                Arguments.of(
                        9,
                        10,
                        "Nine ways to keep a tally, ten ways to break it",
                        "The same stream of events was counted by nine systems. Each was then disturbed in ten ways,"
                                + " and every total they hold was compared with the events that had been sent."),
                Arguments.of(
                        2,
                        0,
                        "Two ways to keep a tally",
                        "The same stream of events was counted by two systems. Every total they hold was compared with"
                                + " the events that had been sent."),
                Arguments.of(
                        1,
                        1,
                        "One way to keep a tally, one way to break it",
                        "A stream of events was counted by one system. It was then disturbed in one way, and every"
                                + " total it holds was compared with the events that had been sent."));
    }

    @ParameterizedTest
    @MethodSource("titles")
    void title_ofSoMany_namesTheNumbers(int strategies, int faults, String title, String lead) {
        PageTitle counted = new PageTitle(strategies, faults);

        assertThat(counted.title()).isEqualTo(title);
        assertThat(counted.lead()).isEqualTo(lead);
    }

    @Test
    void of_partialRun_countsWhatWasTriedOnAnyStrategy() {
        Trial replayed = new Trial.Failed(FaultKind.REPLAYED, "no server");
        Trial late = new Trial.Failed(FaultKind.LATE_BURST, "no server");
        LabReport report = LabReport.begun(Synthetic.report(1).runs().get(0))
                .with(Strategy.COUNTERS, replayed)
                .with(Strategy.AGGREGATES, replayed)
                .with(Strategy.IDEMPOTENT, late);

        assertThat(PageTitle.of(report)).isEqualTo(new PageTitle(3, 2));
        assertThat(List.of(PageTitle.of(Synthetic.report(1)))).containsExactly(new PageTitle(9, 10));
    }
}
