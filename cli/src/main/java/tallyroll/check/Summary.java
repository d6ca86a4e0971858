package tallyroll.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallyroll.bucket.Granularity;
import tallyroll.cli.Column;
import tallyroll.cli.Durations;
import tallyroll.cli.Table;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv.Header;
import tallyroll.event.Field;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;
import tallyroll.event.TransportField;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.pipeline.Pipeline.RecordSpec.Keep;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SourceKind;
import tallyroll.pipeline.StartPosition;
import tallyroll.pipeline.Strategy;
import tallyroll.summary.RollupTable;

/** What a definition says, in a page. */
final class Summary {
    private Summary() {}

    static Table definition(Pipeline pipeline, boolean expressionsChecked) {
        EventSpec event = pipeline.event();
        Table.Builder table = Table.of(Column.text("key"), Column.text("value"))
                .row("pipeline", pipeline.name())
                .row("source", source(pipeline))
                .row("event", event.format().label() + ", " + named(event) + " fields" + payload(event))
                .row("identity", pipeline.strategy().summaryMode().identity(pipeline))
                .row("event time", time(event))
                .row("strategy", pipeline.strategy().label() + ": " + promise(pipeline));
        pipeline.log().ifPresent(log -> table.row("write-ahead log", log.directory()));
        pipeline.systemOfRecord()
                .ifPresent(kept -> table.row("record", record(kept)).row("grace", Durations.text(pipeline.grace())));
        table.row(
                "cassandra",
                "keyspace " + pipeline.cassandra().keyspace() + " at "
                        + String.join(", ", pipeline.cassandra().contactPoints()));
        long expressions = expressions(pipeline);
        if (expressions > 0) {
            table.row(
                    "expressions",
                    expressionsChecked
                            ? expressions + ", checked"
                            : expressions + ", not checked: that needs Spark, see run");
        }
        return table.build();
    }

    static Table tables(Pipeline pipeline) {
        Table.Builder table = Table.of(
                Column.text("table"),
                Column.text("rollup"),
                Column.text("every"),
                Column.text("zone"),
                Column.text("group"),
                Column.text("where"),
                Column.text("measures"));
        for (Rollup rollup : pipeline.rollups()) {
            for (RollupTable kept : RollupTable.all(pipeline, rollup)) {
                Granularity every = kept.every();
                table.row(
                        kept.name(),
                        rollup.name(),
                        kept.interval(),
                        "Z".equals(every.zone().getId()) ? "UTC" : every.zone().getId(),
                        rollup.by().isEmpty() ? null : String.join(", ", rollup.by()),
                        rollup.where().isEmpty() ? null : rollup.where(),
                        measures(rollup));
            }
        }
        return table.build();
    }

    /** What is done to a record before its format is read, and which ones are no events. */
    private static String payload(EventSpec event) {
        Payload payload = event.payload();
        List<String> said = new ArrayList<>();
        if (payload.compression() == Compression.AUTO) {
            said.add("packed with gzip, zstd or not at all");
        } else if (payload.compression() != Compression.NONE) {
            said.add("packed with " + payload.compression().name().toLowerCase(Locale.ROOT));
        }
        if (!payload.isUtf8()) {
            said.add("in " + payload.encoding());
        }
        if (event.csv().header() == Header.SKIP) {
            said.add("lines that name the columns are ignored");
        } else if (event.csv().header() == Header.NAMES) {
            said.add("the first line of each body names its columns");
        }
        if (payload.ignoresTombstones()) {
            said.add("records without a value are ignored");
        }
        return said.isEmpty() ? "" : "; " + String.join("; ", said);
    }

    private static String measures(Rollup rollup) {
        return Stream.concat(
                        rollup.measures().stream().map(measure -> measure.name() + " = " + measure.written()),
                        rollup.ratios().stream().map(ratio -> ratio.name() + " = " + ratio.written()))
                .collect(Collectors.joining(", "));
    }

    /** With what it is, where the event itself does not say it. */
    private static String time(EventSpec event) {
        Field time = event.schema().field(event.schema().slot(event.timeField()));
        return event.timeField()
                + TransportField.of(time.path())
                        .map(what -> switch (what) {
                            case KAFKA_TIMESTAMP ->
                                ": the record's timestamp in Kafka, when it was made or when the broker took it";
                            case RECEIVER_TIME -> ": when the receiver took the event, not when it happened";
                            default -> ": read from " + time.path();
                        })
                        .orElse("");
    }

    private static String source(Pipeline pipeline) {
        if (pipeline.source() instanceof Kafka kafka) {
            String start = kafka.start().equals(StartPosition.EARLIEST)
                    ? ""
                    : "; a new pipeline begins at " + kafka.start().written();
            return "kafka " + kafka.topics() + " at " + kafka.bootstrap() + start;
        }
        String kind = pipeline.receiver().kind();
        String where = SourceKind.named(kind)
                .filter(known -> pipeline.receiver().settings().isChecked())
                .map(known -> known.where(pipeline.receiver().settings()))
                .orElse("");
        return (kind + " receiver " + where).strip();
    }

    /** What the strategy honestly delivers, in a line; docs/choosing has the page. */
    private static String promise(Pipeline pipeline) {
        Strategy strategy = pipeline.strategy();
        return strategy.summaryMode().promise() + strategy.ingestionMode().promise(pipeline.source());
    }

    private static String record(RecordSpec record) {
        return record.layout().name().toLowerCase(Locale.ROOT) + " of " + record.bucket() + ", kept "
                + kept(record.keep());
    }

    private static String kept(Keep keep) {
        return keep.identities().equals(keep.events())
                ? life(keep.events())
                : life(keep.events()) + ", their identities " + life(keep.identities());
    }

    private static String life(Duration life) {
        return life.isZero() ? "forever" : Durations.text(life);
    }

    /** How many fields the definition names. */
    private static long named(EventSpec event) {
        return event.schema().fields().stream().filter(field -> !field.hidden()).count();
    }

    private static long expressions(Pipeline pipeline) {
        List<Field> fields = pipeline.event().schema().fields();
        return fields.stream().filter(Field::derived).count()
                + pipeline.rollups().stream()
                        .filter(rollup -> !rollup.where().isEmpty())
                        .count();
    }
}
