package tallyroll.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;

/** Identities are stored: a change of these values makes every replayed event look new. */
class IdentityTest {
    private final Event event = new Event(new EventSchema(List.of(Field.of("id", FieldType.STRING))));

    @ParameterizedTest
    @CsvSource({
        "flights, 123456, a46ae8fadb9a21b01ebe214578b174c2",
        "flights, '',     59260479fa3cba93647c45f1aa3dba3e",
        "'',      123456, 8c4d09255bda04f905f2c43929241391",
        "flüge,   é,      f834d4bb69bfe8dd562a4719f134b07f",
    })
    void ofId_goldenIds_areTheseIdentities(String source, String id, String expected) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);

        Identity.ofId(Identity.sourceSeed(source), Slice.of(bytes), event);

        assertThat(shown()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "flights, 0, 0, 518187cd7103e888b1e9fa8436d5d3cd",
        "flights, 3, 9000000000, e1309e42123a48c65d35f52f0a89a2ee"
    })
    void ofPosition_goldenPositions_areTheseIdentities(String source, int partition, long offset, String expected) {
        Identity.ofPosition(Identity.sourceSeed(source), partition, offset, event);

        assertThat(shown()).isEqualTo(expected);
    }

    @Test
    void ofId_sliceOfALargerArray_isTheSame() {
        byte[] bytes = "xx123456yy".getBytes(StandardCharsets.UTF_8);
        Identity.ofId(1, Slice.of(bytes, 2, 8), event);
        String sliced = shown();
        Identity.ofId(1, Slice.of("123456".getBytes(StandardCharsets.UTF_8)), event);

        assertThat(shown()).isEqualTo(sliced);
    }

    @Test
    void identities_sourcesPositionsAndIds_areAllApart() {
        Set<String> seen = new HashSet<>();
        for (String source : List.of("a", "b")) {
            long seed = Identity.sourceSeed(source);
            for (int i = 0; i < 1_000; i++) {
                byte[] id = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                Identity.ofId(seed, Slice.of(id), event);
                assertThat(seen.add(shown())).as("id %s of %s", i, source).isTrue();
                Identity.ofPosition(seed, i % 3, i, event);
                assertThat(seen.add(shown())).as("position %s of %s", i, source).isTrue();
            }
        }
    }

    private String shown() {
        return "%016x%016x".formatted(event.identityHigh(), event.identityLow());
    }
}
