package tallyroll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.cli.Column;
import tallyroll.cli.Format;
import tallyroll.cli.Table;
import tallyroll.measure.Ranked;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;

/** How measures of several values are shown in each format. */
class AnswersTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: flights
            source: {kafka: {bootstrap: "localhost:9092", topic: flights}}
            event: {format: json, id: id, time: date, fields: {id: string, date: timestamp, origin: string, gate: int, delay: int}}
            rollups:
              delays:
                by: [origin]
                every: [1h]
                measures:
                  flights: count
                  ids: "top_k(id, 2)"
                  gates: "top_k(gate, 2)"
                  late: "histogram(delay, -10, 15.5)"
                  seven: sum(gate)
                  per_flight: seven / flights
                  of_seven: flights / seven
            """, "flights.yaml", Environment.of(Map.of()));

    @Test
    void values_rankingAndHistogram_areObjectsInJson() {
        assertThat(shown(Format.JSON, row()).replaceAll("\\s+", ""))
                .isEqualTo("[{\"flights\":6,\"ids\":[{\"value\":\"a,1\",\"count\":4},{\"value\":\"b\",\"count\":2}],"
                        + "\"gates\":[{\"value\":7,\"count\":6}],"
                        + "\"late\":[{\"from\":null,\"to\":-10,\"count\":1},{\"from\":-10,\"to\":15.5,\"count\":2},"
                        + "{\"from\":15.5,\"to\":null,\"count\":3}],"
                        + "\"seven\":3,\"per_flight\":0.5,\"of_seven\":2.0}]");
    }

    @Test
    void values_rankingAndHistogram_areJsonTextInCsv() {
        assertThat(shown(Format.CSV, row())).isEqualTo("""
                        flights,ids,gates,late,seven,per_flight,of_seven
                        6,"[{""value"":""a,1"",""count"":4},{""value"":""b"",""count"":2}]","[{""value"":7,""count"":6}]","[{""from"":null,""to"":-10,""count"":1},{""from"":-10,""to"":15.5,""count"":2},{""from"":15.5,""to"":null,""count"":3}]",3,0.5,2.0
                        """);
    }

    @Test
    void values_rankingAndHistogram_areWordsInATable() {
        assertThat(shown(Format.TABLE, row()).lines().skip(2))
                .containsExactly("      6  a,1 4, b 2  7 6    1, 2, 3      3         0.5         2");
    }

    @Test
    void values_noValues_areNull() {
        SummaryRow empty = new SummaryRow(0, 1, new Object[] {1L, null, null, null, null, null, 0L});

        assertThat(shown(Format.CSV, empty)).endsWith("\n1,,,,0,0.0,\n");
    }

    private static SummaryRow row() {
        List<Object> values = new ArrayList<>(Arrays.asList(
                6L,
                List.of(new Ranked("a,1", 4), new Ranked("b", 2)),
                new byte[0],
                List.of(new Ranked("7", 6)),
                new byte[0],
                List.of(1L, 2L, 3L),
                3L));
        return new SummaryRow(0, 1, values.toArray());
    }

    private static String shown(Format format, SummaryRow row) {
        Pipeline.Rollup rollup = PIPELINE.rollups().get(0);
        RowShape shape = new RowShape(rollup, PIPELINE.event().schema());
        Answers answers = new Answers(rollup, shape, PIPELINE.event().schema());
        return Table.of(answers.columns().toArray(Column[]::new))
                .row(answers.values(row))
                .build()
                .text(format);
    }
}
