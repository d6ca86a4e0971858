package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallyroll.flights.Flight;

/** The stream is decided by its seed, and has what the scripts rely on. */
class WorkloadTest {
    private static final int EVENTS = 5_000;

    @Test
    void json_sameSeed_sameBytes() {
        assertThat(text(7)).isEqualTo(text(7));
    }

    @Test
    void json_otherSeed_otherBytes() {
        assertThat(text(7)).isNotEqualTo(text(8));
    }

    @Test
    void flights_ids_comeOnce() {
        assertThat(Workload.flights(7, EVENTS)).extracting(Flight::id).doesNotHaveDuplicates();
    }

    @Test
    void flights_minutes_spanThreeDaysAndAreOutOfOrderNowAndThen() {
        List<Long> minutes =
                Workload.flights(7, EVENTS).stream().map(Flight::minute).toList();

        assertThat(minutes.get(EVENTS - 1) - minutes.get(0)).isBetween(4_250L, 4_320L);
        assertThat(minutes).isNotEqualTo(minutes.stream().sorted().toList());
    }

    @Test
    void flights_anyRequest_hasNearlyAllGroups() {
        List<Flight> flights = Workload.flights(7, EVENTS);

        for (int from = 0; from < EVENTS; from += 500) {
            assertThat(flights.subList(from, from + 500).stream()
                            .map(Flight::origin)
                            .distinct())
                    .hasSizeGreaterThan(Workload.GROUPS - 5);
        }
    }

    @Test
    void everyAndWithout_together_areAll() {
        List<Flight> flights = Workload.flights(7, EVENTS);
        List<Flight> some = Workload.every(20, flights);
        HashSet<Flight> both = new HashSet<>(some);
        both.addAll(Workload.without(20, flights));

        assertThat(some).hasSize(EVENTS / 20);
        assertThat(both).hasSize(EVENTS);
    }

    private static String text(long seed) {
        return Workload.json(Workload.flights(seed, EVENTS)).stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }
}
