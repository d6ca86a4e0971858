package tallyroll.sample;

import java.util.stream.Collectors;
import tallyroll.event.EventEnvelope;

/** The keys that say how records are written. */
final class DraftFormat {
    private final Shape shape;

    DraftFormat(Shape shape) {
        this.shape = shape;
    }

    String yaml() {
        StringBuilder text = new StringBuilder("  format: " + shape.format() + "\n");
        Shape.Around around = shape.around();
        if (around.envelope() != EventEnvelope.NONE) {
            DraftText.marked(text, "  envelope: " + around.envelope().label(), "<- " + envelope(around.envelope()));
        }
        shape.csv().ifPresent(csv -> csv(text, csv));
        shape.lines().ifPresent(lines -> lines(text, lines));
        shape.schema().ifPresent(schema -> registry(text));
        if (!around.encoding().isEmpty()) {
            DraftText.marked(text, "  encoding: " + around.encoding(), "<- not UTF-8; or another of its kind");
        }
        if (!around.compression().isEmpty()) {
            text.append("  compression: ").append(around.compression()).append('\n');
        }
        if (!around.explode().isEmpty()) {
            DraftText.marked(
                    text,
                    "  explode: " + (around.explode().equals("$") ? "\"$\"" : YamlText.value(around.explode())),
                    "<- an event of each element: " + around.why());
        }
        return text.toString();
    }

    private static String envelope(EventEnvelope envelope) {
        return envelope == EventEnvelope.CLOUDEVENTS
                ? "paths begin at data; what stands around it is envelope.NAME"
                : "changes of rows: paths begin at the row; what stands around it is envelope.NAME";
    }

    private static void csv(StringBuilder text, CsvShape csv) {
        text.append("  csv:\n    columns: [")
                .append(csv.columns().stream().map(YamlText::value).collect(Collectors.joining(", ")))
                .append("]\n");
        if (csv.headerSkipped()) {
            text.append("    header: skip\n");
        }
        if (csv.delimiter() != ',') {
            text.append("    delimiter: ")
                    .append(csv.delimiter() == '\t' ? "\"\\\\t\"" : "\"" + csv.delimiter() + "\"")
                    .append('\n');
        }
    }

    private static void lines(StringBuilder text, LineForm lines) {
        if (lines.name().isEmpty()) {
            text.append("  text:\n    pattern: '")
                    .append(lines.pattern().replace("'", "''"))
                    .append("'\n");
        } else {
            DraftText.marked(text, "  text: {preset: " + lines.name() + "}", "<- how all lines are written");
        }
    }

    private static void registry(StringBuilder text) {
        text.append("  avro:\n");
        DraftText.marked(
                text,
                "    registry: {url: \"${env:SCHEMA_REGISTRY:-http://localhost:8081}\"}",
                "<- where is it? User and password: docs/payloads.md");
    }
}
