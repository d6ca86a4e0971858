package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.event.EventSpec.Csv.Header;

/** What receivers that cut bytes into records make impossible. */
class PayloadOfReceiverTest {
    private static final String YAML = """
            pipeline: trips
            source: {SOURCE}
            event:
              format: csv
              csv: {columns: [id, at, place]}
              id: id
              time: at
              fields: {id: string, at: timestamp, place: string}
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    http: {listen: "h:1"}    | place]}      | place], header: names} | `none`
                    socket: {connect: "h:1"} | place]}      | place], header: names} | trips.yaml:5: event.csv.header: "names": has no meaning for the source socket: each of its records is a line of its own, with no first line before it that could name its columns; write header: skip, and the columns in their order
                    http: {listen: "h:1"}    | format: csv  | format: csv⏎  encoding: ISO-8859-1 | `none`
                    http: {listen: "h:1"}    | format: csv  | format: csv⏎  encoding: UTF-16LE | trips.yaml:5: event.encoding: "UTF-16LE": cannot be read from the source http, which cuts what it is sent into lines at each byte 0A; send UTF-8: iconv -f UTF-16 -t UTF-8
                    http: {listen: "h:1"}    | format: csv  | format: csv⏎  compression: gzip | trips.yaml:5: event.compression: "gzip": has no meaning for the source http, which cuts what it is sent into lines; send a packed body with the header Content-Encoding: gzip
                    socket: {connect: "h:1"} | format: csv  | format: csv⏎  compression: auto | trips.yaml:5: event.compression: "auto": has no meaning for the source socket, which cuts what it is sent into lines; send lines as they are
                    mqtt: {server: "h:1", topic: t} | format: csv | format: csv⏎  compression: auto⏎  encoding: UTF-16 | `none`
                    """)
    void definition_ofAReceiver_saysWhatCannotBe(String source, String from, String to, String faults) {
        String yaml = YAML.replace("SOURCE", source).replace(from, to.replace('⏎', '\n'));

        if (faults.equals("none")) {
            Pipeline pipeline = Definition.parse(yaml, "trips.yaml", Environment.of(Map.of()));
            assertThat(pipeline.event().csv().header()).isEqualTo(to.contains("names") ? Header.NAMES : Header.NONE);
        } else {
            assertThatThrownBy(() -> Definition.parse(yaml, "trips.yaml", Environment.of(Map.of())))
                    .hasMessage(faults);
        }
    }
}
