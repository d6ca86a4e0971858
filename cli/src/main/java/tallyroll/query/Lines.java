package tallyroll.query;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tallyroll.cli.Column;
import tallyroll.event.EventSchema;
import tallyroll.measure.ColumnType;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.query.ParquetRows.Typed;
import tallyroll.reading.Row;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.RowShape;

/** Which columns rows are shown in. */
record Lines(
        Rollup rollup,
        EventSchema schema,
        Answers answers,
        ZoneId zone,
        boolean group,
        boolean bucket,
        boolean state,
        boolean definition,
        Optional<Validity> valid) {
    Lines(Rollup rollup, EventSchema schema, ZoneId zone) {
        this(
                rollup,
                schema,
                new Answers(rollup, new RowShape(rollup, schema), schema),
                zone,
                false,
                true,
                false,
                false,
                Optional.empty());
    }

    /** Whether a row says whose it is. */
    Lines groups(boolean shown) {
        return new Lines(rollup, schema, answers, zone, shown, bucket, state, definition, valid);
    }

    /** Whether a row is of a bucket, and not of the whole range. */
    Lines ranges(boolean ofBuckets) {
        return new Lines(rollup, schema, answers, zone, group, ofBuckets, state, definition, valid);
    }

    /** Whether a row says how far it can be relied on. */
    Lines states(boolean shown) {
        return new Lines(rollup, schema, answers, zone, group, bucket, shown, definition, valid);
    }

    /** Whether a row says which definition it is of. */
    Lines definitions(boolean shown) {
        return new Lines(rollup, schema, answers, zone, group, bucket, state, shown, valid);
    }

    /** By which a row names the columns that do not hold what the definition says, where there may be any. */
    Lines validity(Validity of) {
        Optional<Validity> named = Optional.of(of).filter(Validity::partial);
        return new Lines(rollup, schema, answers, zone, group, bucket, state, definition, named);
    }

    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        if (group) {
            rollup.by().forEach(field -> columns.add(Column.text(field)));
        }
        columns.add(Column.text(bucket ? "bucket" : "from"));
        if (!bucket) {
            columns.add(Column.text("until"));
        }
        columns.addAll(answers.columns());
        if (state) {
            columns.add(Column.text("state"));
            columns.add(Column.text("settled_batch"));
        }
        if (definition) {
            columns.add(Column.text("definition"));
        }
        if (valid.isPresent()) {
            columns.add(Column.text("not_valid"));
        }
        return columns;
    }

    /** The same, with the types of {@link #values}. */
    List<Typed> types() {
        List<Typed> types = new ArrayList<>();
        if (group) {
            GroupCodec groups = new GroupCodec(rollup, schema);
            for (int i = 0; i < rollup.by().size(); i++) {
                String field = rollup.by().get(i);
                int scale = schema.field(schema.slot(field)).type().scale();
                types.add(new Typed(field, groups.columnType(i), scale));
            }
        }
        types.add(new Typed(bucket ? "bucket" : "from", ColumnType.TIMESTAMP, 0));
        if (!bucket) {
            types.add(new Typed("until", ColumnType.TIMESTAMP, 0));
        }
        types.addAll(answers.types());
        if (state) {
            types.add(new Typed("state", ColumnType.TEXT, 0));
            types.add(new Typed("settled_batch", ColumnType.BIGINT, 0));
        }
        if (definition) {
            types.add(new Typed("definition", ColumnType.TEXT, 0));
        }
        return types;
    }

    /** The values of a row under {@link #columns}. */
    List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        if (group) {
            values.addAll(row.group().values());
        }
        values.add(time(row.start()));
        if (!bucket) {
            values.add(time(row.end()));
        }
        values.addAll(answers.values(row.summary()));
        if (state) {
            values.add(row.state().name().toLowerCase(Locale.ROOT));
            values.add(row.settledBatch().isPresent() ? row.settledBatch().getAsLong() : null);
        }
        if (definition) {
            values.add(row.earlierDefinition() ? "before" : "current");
        }
        valid.ifPresent(known -> values.add(known.notValid(row)));
        return values;
    }

    private Object time(Instant instant) {
        return zone.getId().equals("UTC") ? instant : instant.atZone(zone).toOffsetDateTime();
    }
}
