package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.record.DeadLetter;

/** Events that once stopped a pipeline for good, through Spark (rule R18). */
@Tag("spark")
class PoisonTest {
    private static final Sale BEFORE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale POISON = Sale.of("poison", "2026-03-28T08:12:00Z", "Bonn", 120);
    private static final Sale AFTER = Sale.of("c", "2026-03-28T12:14:59Z", "Köln", 40);

    private final Ring ring = Ring.byId();

    /** What no rule foresees: the failure crosses from the task to the driver and still names its event. */
    @Test
    void ingest_eventThatEachTaskFailsOn_isQuarantinedAndTheRestIsCounted() {
        ring.publish(0, BEFORE, POISON, AFTER);
        ring.publish(1, Sale.of("d", "2026-03-28T09:00:00Z", "Bonn", 10));

        RingDriver.take(ring, new FailingOn(SparkExpressions.of(ring.pipeline()), "poison"))
                .ingest();

        List<Sale> right =
                ring.published().stream().filter(sale -> !sale.equals(POISON)).toList();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(right));
        assertThat(ring.stores().record().deadLetters(9)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo(DeadLetter.QUARANTINED);
            assertThat(letter.offset()).isEqualTo(1);
            assertThat(letter.payload()).asString().isEqualTo(POISON.json());
        });
        assertThat(ring.books().balanced()).isTrue();
        assertThat(ring.state().open()).isEmpty();
    }

    /** The definition's own condition, on an event that it has no value for. */
    @Test
    void ingest_whereThatDividesByZero_isADeadLetterOfAllRollups() {
        Ring divided = Ring.of(ShopPipeline.where("100 / cents > 0"));
        divided.publish(0, BEFORE, Sale.of("zero", "2026-03-28T08:11:00Z", "Bonn", 0), AFTER);

        divided.driver().ingest();

        assertThat(divided.rows()).isEqualTo(NaiveTotals.of(List.of(BEFORE, AFTER)));
        assertThat(divided.stores().record().deadLetters(9)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("expression-failed");
            assertThat(letter.reason())
                    .isEqualTo(
                            "the condition of rollup \"by_product\", \"100 / cents > 0\", has no value for this event:"
                                    + " division by zero; cents = 0");
        });
    }

    /** A fault of ours that one event brings out. */
    private record FailingOn(Expressions real, String id) implements Expressions {
        @Override
        public Bound bind() {
            Bound bound = real.bind();
            return new Bound() {
                @Override
                public void derive(Event event) {
                    if (event.stringAt(event.schema().slot("id")).equals(id)) {
                        throw new ArrayIndexOutOfBoundsException("a fault that nobody knows of");
                    }
                    bound.derive(event);
                }

                @Override
                public void select(Event event) {
                    bound.select(event);
                }
            };
        }
    }
}
