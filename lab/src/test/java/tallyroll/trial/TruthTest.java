package tallyroll.trial;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.theClass;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.flights.Flight;
import tallyroll.trial.Totals.CountAndSum;
import tallyroll.trial.Totals.Slot;

/** The oracle counts what was sent, and a wrong table is seen. */
class TruthTest {
    private static final List<Flight> FLIGHTS = List.of(
            flight("a", 60, 5, "AAA"),
            flight("b", 119, -2, "AAA"),
            flight("c", 120, 7, "AAA"),
            flight("d", 60, 1, "BBB"));

    @Test
    void truth_someFlights_countsByGroupAndHour() {
        assertThat(Truth.of(FLIGHTS).cells())
                .containsOnly(
                        java.util.Map.entry(new Slot("AAA", 60), new CountAndSum(2, 3)),
                        java.util.Map.entry(new Slot("AAA", 120), new CountAndSum(1, 7)),
                        java.util.Map.entry(new Slot("BBB", 60), new CountAndSum(1, 1)));
    }

    @Test
    void truth_flightSentTwice_countsOnce() {
        List<Flight> twice = new ArrayList<>(FLIGHTS);
        twice.addAll(FLIGHTS);

        assertThat(Truth.of(twice)).isEqualTo(Truth.of(FLIGHTS));
    }

    @Test
    void comparison_sameTotals_isExact() {
        assertThat(compared(Truth.of(FLIGHTS))).isEqualTo(new Comparison(3, 0, 4, 0, 0));
    }

    @Test
    void comparison_emptyTable_lacksEverything() {
        assertThat(compared(new Totals())).isEqualTo(new Comparison(3, 3, 4, 0, 4));
    }

    @Test
    void comparison_eventCountedTwice_isOver() {
        assertThat(compared(changed("AAA", 60, 1, 5))).isEqualTo(new Comparison(3, 1, 4, 1, 0));
    }

    @Test
    void comparison_eventMissing_isUnder() {
        assertThat(compared(changed("AAA", 60, -1, -5))).isEqualTo(new Comparison(3, 1, 4, 0, 1));
    }

    @Test
    void comparison_eventInAnotherRow_isOverAndUnder() {
        Totals moved = changed("AAA", 120, -1, -7);
        moved.add("CCC", 120, 1, 7);

        assertThat(compared(moved)).isEqualTo(new Comparison(4, 2, 4, 1, 1));
    }

    @Test
    void comparison_oneLostAndAnotherTwiceInARow_isWrongBySum() {
        Comparison comparison = compared(changed("AAA", 60, 0, 7));

        assertThat(comparison.exact()).isFalse();
        assertThat(comparison).isEqualTo(new Comparison(3, 1, 4, 0, 0));
    }

    @Test
    void overAllTime_hours_areMerged() {
        assertThat(Truth.of(FLIGHTS).overAllTime().cells())
                .containsEntry(new Slot("AAA", Totals.ALL_TIME), new CountAndSum(3, 10))
                .hasSize(2);
    }

    @Test
    void truth_class_usesNothingOfWhatItJudges() {
        for (Class<?> one : List.of(Truth.class, Totals.class)) {
            theClass(one)
                    .should()
                    .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "are Java's own, flights or totals", TruthTest::isInnocent))
                    .check(new ClassFileImporter()
                            .importClasses(Truth.class, Totals.class, Slot.class, CountAndSum.class));
        }
    }

    private static boolean isInnocent(JavaClass type) {
        String name = type.getName();
        return name.startsWith("java.")
                || name.startsWith("tallyroll.flights.")
                || name.startsWith("tallyroll.trial.Totals")
                || type.isPrimitive();
    }

    private static Comparison compared(Totals stored) {
        return Comparison.of(Truth.of(FLIGHTS), stored);
    }

    private static Totals changed(String group, long bucket, long count, long sum) {
        Totals totals = Truth.of(FLIGHTS);
        totals.add(group, bucket, count, sum);
        return totals;
    }

    private static Flight flight(String id, long minute, int delay, String origin) {
        return new Flight(id, minute, delay, 100, origin, "ZZZ");
    }
}
