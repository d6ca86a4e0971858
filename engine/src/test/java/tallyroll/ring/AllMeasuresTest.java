package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every measure at once, over events that come in several batches and tasks, with copies. The answers are worked out by hand or
 * with plain arithmetic over the list of events.
 */
@Tag("spark")
class AllMeasuresTest {
    private static final String ROLLUPS = """
            rollups:
              everything:
                by: [place]
                every: [1h, 1d]
                measures:
                  events: count
                  weighed: count(weight)
                  numbers: sum(number)
                  money: sum(price)
                  least: min(number)
                  most: max(price)
                  mean: avg(number)
                  spread: variance(number)
                  deviation: stddev(number)
                  earliest: first(kind)
                  latest: last(number)
                  kinds: distinct(kind)
                  dist: quantiles(number)
                  often: top_k(kind, 2)
                  steps: histogram(number, 10, 50)
            """;

    private static final String FIELDS = "{id: string, at: timestamp, place: string, kind: string, number: int,"
            + " weight: double, price: \"decimal(12,2)\"}";

    /** 1 … 100 in a shuffled order, one every half minute; every fourth without a weight, every tenth of kind "rare". */
    private static List<String> events() {
        List<String> events = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            int number = i * 37 % 101;
            String weight = number % 4 == 0 ? "null" : number + ".5";
            String kind = number % 10 == 0 ? "rare" : number % 2 == 0 ? "even" : "odd";
            events.add(("{\"id\":\"%d\",\"at\":\"2026-03-28T10:%02d:%02dZ\",\"place\":\"Bonn\",\"kind\":\"%s\","
                            + "\"number\":%d,\"weight\":%s,\"price\":%d.01}")
                    .formatted(i, i / 2, i % 2 * 30, kind, number, weight, number));
        }
        return events;
    }

    @Test
    void measures_ofAHundredEventsInBatches_areThoseOfTheWholeList() {
        Ring ring = Ring.of(ShopPipeline.idempotentDirect(FIELDS, ROLLUPS));
        RingDriver driver = ring.driver();
        List<String> events = events();
        for (int i = 0; i < events.size(); i++) {
            ring.log().append(i % 3, events.get(i));
            if (i % 40 == 39) {
                driver.ingest();
            }
        }
        driver.ingest();
        Map<String, String> live = ring.rows();

        driver.settle();

        assertThat(ring.rows()).isEqualTo(live).hasSize(2).allSatisfy((key, row) -> {
            assertThat(row)
                    .startsWith("events=100 weighed=75 numbers=5050 money=5051.00 least=1 most=100.01 mean=50.5"
                            + " spread=841.6666666666666 deviation=29.011491975882016 earliest=odd latest=64 kinds=3 ")
                    .endsWith(" often=[Ranked[value=odd, count=50], Ranked[value=even, count=40]] steps=[9, 40, 51]");
            assertThat(column(row, "dist_p50")).isCloseTo(50, withinPercentage(1));
            assertThat(column(row, "dist_p95")).isCloseTo(95, withinPercentage(1));
            assertThat(column(row, "dist_p99")).isCloseTo(99, withinPercentage(1));
        });
        assertThat(ring.verified().right()).isTrue();
    }

    @Test
    void measures_withCopies_areTheSameOnceSettled() {
        Ring ring = Ring.of(ShopPipeline.idempotentDirect(FIELDS, ROLLUPS));
        RingDriver driver = ring.driver();
        ring.log().append(0, events().toArray(String[]::new));
        driver.ingest();
        Map<String, String> once = ring.rows();
        ring.log().append(1, events().subList(30, 90).toArray(String[]::new));
        driver.ingest();
        assertThat(ring.rows()).isNotEqualTo(once);

        driver.settle();

        assertThat(ring.rows()).isEqualTo(once);
    }

    private static double column(String row, String name) {
        String from = row.substring(row.indexOf(name + "=") + name.length() + 1);
        return Double.parseDouble(from.substring(0, from.indexOf(' ')));
    }
}
