package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportKeysTest {
    @Test
    void fields_ofTheTransport_areKeptByTheirNames() {
        Pipeline pipeline = read(
                "kafka: {bootstrap: \"b:1\", topic: t}",
                "{id: string, at: {type: timestamp, path: kafka.timestamp}, key: {type: string, path: kafka.key}, "
                        + "trace: {type: string, path: kafka.header.traceparent}, p: {type: int, path: kafka.partition}}",
                "");

        assertThat(pipeline.event().keptBeside())
                .isEqualTo(List.of("kafka.timestamp", "kafka.key", "kafka.header.traceparent"));
    }

    @Test
    void fields_besideALineOfCsv_areNoColumns() {
        Pipeline pipeline = Definition.parse("""
                pipeline: p
                source: {kafka: {bootstrap: "b:1", topic: t}}
                event:
                  format: csv
                  csv: {columns: [value]}
                  time: at
                  fields: {value: double, at: {type: timestamp, path: kafka.timestamp}}
                rollups: {r: {by: [], every: [1h], measures: {n: count}}}
                """, "p.yaml", Environment.of(Map.of()));

        assertThat(pipeline.event().keptBeside()).containsExactly("kafka.timestamp");
    }

    @Test
    void fields_ofAnHttpRequest_areKeptInLowerCase() {
        Pipeline pipeline = read(
                "http: {listen: \"127.0.0.1:0\"}",
                "{id: string, at: {type: timestamp, path: receiver.time}, tenant: {type: string, path: http.header.X-Tenant}}",
                "");

        assertThat(pipeline.event().keptBeside()).isEqualTo(List.of("receiver.time", "http.header.x-tenant"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{id: string, at: {type: timestamp, path: receiver.time}}|''|source kafka does not have|$.receiver.time",
                "{id: {type: string, path: http.header.id}, at: timestamp}|''|source kafka does not have|$.http.header.id",
                "{id: {type: string, path: kafka.timestamp}, at: timestamp}|''|is of type string|timestamp or long",
                "{id: {type: int, path: kafka.topic}, at: timestamp}|''|is of type int|string",
                "{id: string, at: {type: timestamp, path: kafka.timestamp, pattern: yyyy}}|''|is no text|remove it",
                "{id: string, at: timestamp}|explode: 'a..b'|is not a path to an array|data.readings",
                "{id: string, at: timestamp}|'explode: r, format: csv, csv: {columns: [id, at]}'|format csv cannot|write lines",
                "{id: string, at: timestamp}|'explode: r, envelope: cloudevents'|inside the envelope|array of envelopes",
            })
    void faults_nameFieldAndWay(String fields, String more, String rule, String way) {
        assertThatThrownBy(() -> read("kafka: {bootstrap: \"b:1\", topic: t}", fields, more))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining(way);
    }

    @Test
    void explode_inRows_isRefused() {
        String yaml = yaml("kafka: {bootstrap: \"b:1\", topic: t}", "{id: string, at: timestamp}", "explode: r")
                + "record: {layout: rows}\n";

        assertThatThrownBy(() -> Definition.parse(yaml, "p.yaml", Environment.of(Map.of())))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("record.layout: blocks");
    }

    private static Pipeline read(String source, String fields, String more) {
        return Definition.parse(yaml(source, fields, more), "p.yaml", Environment.of(Map.of()));
    }

    private static String yaml(String source, String fields, String more) {
        String format = more.contains("format:") ? "" : "format: json, ";
        return "pipeline: p\nsource: {" + source + "}\n"
                + (source.startsWith("http") ? "strategy: idempotent\n" : "")
                + "event: {" + format + (more.isEmpty() ? "" : more + ", ") + "id: id, time: at, fields: " + fields
                + "}\n"
                + "rollups: {r: {by: [id], every: [1h], measures: {n: count}}}\n";
    }
}
