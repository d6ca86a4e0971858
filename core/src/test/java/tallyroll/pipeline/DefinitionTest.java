package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.bucket.Granularity;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline.Rollup;

class DefinitionTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("tallyroll.home"), "examples");

    @Test
    void read_flightsExample_saysWhatTheDesignSays() throws IOException {
        Pipeline flights = Definition.read(EXAMPLES.resolve("flights.yaml"), Environment.of(Map.of()));

        assertThat(flights.name()).isEqualTo("flights");
        assertThat(flights.source()).isEqualTo(new Pipeline.Kafka("localhost:9092", "flights", Map.of(), 1_000_000));
        assertThat(flights.event().format()).isEqualTo(Format.JSON);
        assertThat(flights.event().idFields()).containsExactly("id");
        assertThat(flights.event().timeField()).isEqualTo("date");
        assertThat(flights.event().duplicates()).isEqualTo(Duplicates.FIRST);
        assertThat(flights.event().schema().fields())
                .containsExactly(
                        field("id", FieldType.STRING, Missing.REJECT),
                        field("origin", FieldType.STRING, Missing.REJECT),
                        field("destination", FieldType.STRING, Missing.REJECT),
                        field("delay", FieldType.INT, Missing.NULL),
                        field("distance", FieldType.INT, Missing.NULL),
                        new Field("date", FieldType.TIMESTAMP, "date", "", "yyyy/MM/dd HH:mm", "UTC", Missing.REJECT));
        assertThat(flights.record().keep()).isZero();
        assertThat(flights.grace()).isEqualTo(Duration.ofHours(1));
        assertThat(flights.rollups()).extracting(Rollup::name).containsExactly("delays_by_origin", "routes");
        assertThat(flights.rollups().get(0).every()).containsExactly(Granularity.of("1h"), Granularity.of("1d"));
        assertThat(flights.rollups().get(0).measures())
                .startsWith(
                        new MeasureSpec("flights", "count", "", List.of()),
                        new MeasureSpec("delay", "sum", "delay", List.of()));
    }

    private static Field field(String name, FieldType type, Missing missing) {
        return new Field(name, type, name, "", "", "UTC", missing);
    }
}
