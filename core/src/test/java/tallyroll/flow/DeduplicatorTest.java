package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;

/** Of the events of one identity exactly one counts, and which one does not depend on how often they are looked at. */
class DeduplicatorTest {
    private static final String YAML = """
            pipeline: copies
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, revision: int}
              duplicates: %s
            rollups:
              all: {by: [id], every: [1h], measures: {events: count}}
            """;

    @Test
    void wins_policyFirst_isTheFirstOfEachIdentity() {
        assertThat(winners("first", "a1 b1 a2 c1 b2 a3")).containsExactly("a1", "b1", "c1");
    }

    /** {@code a-} is an event without a revision. */
    @ParameterizedTest
    @CsvSource({
        "a1 a2 a3,       a3",
        "a3 a2 a1,       a3",
        "a2 b7 a9 b1,    b7 a9",
        "a- a1,          a1",
        "a1 a-,          a1",
        "a-,             a-",
        "a-5 a-2 a-9,    a-2",
    })
    void wins_policyLast_isTheHighestRevision(String events, String winners) {
        assertThat(winners("{last: revision}", events)).containsExactly(winners.split(" "));
    }

    @Test
    void wins_equalRevisions_isTheFirstOfThem() {
        EventSpec spec = spec("{last: revision}");
        Deduplicator deduplicator = Deduplicator.of(spec);
        Event event = event(spec, "a4");
        List.of(0, 1, 2).forEach(order -> deduplicator.offer(event, order));

        assertThat(List.of(2, 1, 0))
                .filteredOn(order -> deduplicator.wins(event, order))
                .containsExactly(0);
    }

    @Test
    void wins_eventThatWasNeverOffered_doesNot() {
        EventSpec spec = spec("{last: revision}");
        Deduplicator deduplicator = Deduplicator.of(spec);
        deduplicator.offer(event(spec, "a1"), 0);

        assertThat(deduplicator.wins(event(spec, "late9"), 1)).isFalse();
        assertThat(deduplicator.wins(event(spec, "a1"), 0)).isTrue();
    }

    private static List<String> winners(String policy, String events) {
        EventSpec spec = spec(policy);
        Deduplicator deduplicator = Deduplicator.of(spec);
        String[] all = events.split(" ");
        for (int order = 0; order < all.length; order++) {
            deduplicator.offer(event(spec, all[order]), order);
        }
        List<String> winners = new ArrayList<>();
        for (int order = 0; order < all.length; order++) {
            if (deduplicator.wins(event(spec, all[order]), order)) {
                winners.add(all[order]);
            }
        }
        return winners;
    }

    /** {@code a7}: identity a, revision 7; {@code a-} has none. */
    private static Event event(EventSpec spec, String text) {
        String id = text.replaceFirst("(-|-?\\d+)$", "");
        String revision = text.substring(id.length());
        Event event = new Event(spec.schema());
        event.identity(id.hashCode(), 1);
        if (!revision.equals("-")) {
            event.putLong(spec.schema().slot("revision"), Long.parseLong(revision));
        }
        return event;
    }

    private static EventSpec spec(String policy) {
        return Definition.parse(YAML.formatted(policy), "copies.yaml", Environment.of(Map.of()))
                .event();
    }
}
