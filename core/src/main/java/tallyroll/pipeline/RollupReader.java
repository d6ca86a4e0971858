package tallyroll.pipeline;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Granularity.Unit;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType.Kind;
import tallyroll.measure.Column;
import tallyroll.measure.Measure;
import tallyroll.measure.MeasureSpec;
import tallyroll.measure.Ratio;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads one rollup. */
final class RollupReader {
    /** Of the shortest buckets in a quarter or a year. */
    private static final int MAX_PARTS = 10_000;

    private final MeasureFields measured;
    private final EventSchema schema;
    private final Collection<String> fields;
    private final Optional<Granularity> recordBucket;
    private final int maxMutationBytes;
    private final DefinitionErrors faults;

    RollupReader(
            MeasureFields measured, Optional<Granularity> recordBucket, int maxMutationBytes, DefinitionErrors faults) {
        this.measured = measured;
        this.schema = measured.declared();
        this.fields = measured.names();
        this.recordBucket = recordBucket;
        this.maxMutationBytes = maxMutationBytes;
        this.faults = faults;
    }

    /** The rollup as far as it could be read. */
    Rollup read(String name, Section rollup) {
        List<String> by = by(rollup);
        List<Granularity> every = every(rollup);
        name(name, rollup, every);
        where(rollup);
        List<MeasureSpec> measures = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        measures(rollup, by, measures, ratios);
        return new Rollup(name, by, every, measures, rollup.text("where").strip(), keep(rollup, every), ratios);
    }

    private Duration keep(Section rollup, List<Granularity> every) {
        Duration keep = Scalars.duration(rollup.scalar("keep").map(Scalar::text).orElse("forever"));
        boolean shorter = !every.isEmpty() && !keep.isZero() && keep.compareTo(longest(every)) < 0;
        if (shorter) {
            rollup.scalar("keep")
                    .ifPresent(written -> faults.add(
                            written,
                            "is too short: it is less than a bucket of " + every.get(every.size() - 1),
                            "keep more, or forever"));
        }
        return keep;
    }

    private static Duration longest(List<Granularity> every) {
        return Duration.ofMillis(every.get(every.size() - 1).nominalMicros() / 1_000);
    }

    private void name(String name, Section rollup, List<Granularity> every) {
        Scalar at = new Scalar(rollup.place(), name, name);
        int longest = every.stream()
                .mapToInt(one -> one.toString().length() + 1)
                .max()
                .orElse(0);
        if (name.startsWith(Names.OWN_PREFIX)) {
            faults.add(at, "names that begin with " + Names.OWN_PREFIX + " are Tallyroll's own", "choose another name");
        } else if (name.length() <= Names.LONGEST && name.length() + longest > Names.LONGEST) {
            faults.add(
                    at,
                    "is too long: with the bucket length behind it a table's name has " + (name.length() + longest)
                            + " characters, and " + Names.LONGEST + " are allowed",
                    "shorten it to " + (Names.LONGEST - longest));
        }
    }

    private List<String> by(Section rollup) {
        List<String> by = new ArrayList<>();
        for (Scalar field : rollup.scalars("by")) {
            String name = field.text();
            int slot = schema.slot(name);
            if (by.contains(name)) {
                faults.add(field, "appears twice in the list", "keep one of them");
            } else if (!fields.contains(name)) {
                faults.add(field, "there is no such field", Words.suggestion(name, fields, "Fields"));
            } else if (slot >= 0 && schema.field(slot).type().kind() == Kind.DOUBLE) {
                faults.add(
                        field,
                        "a group cannot be of type double: equal amounts may differ in their last bit",
                        "declare the field as decimal or string");
            } else {
                Names.columnFault(name).ifPresent(rule -> faults.add(field, rule, renaming(name)));
            }
            by.add(name);
        }
        return by;
    }

    private static String renaming(String name) {
        String snake = Names.snake(name);
        String free = !snake.equals(name) && Names.columnFault(snake).isEmpty() ? snake : snake + "_of_event";
        return "a group field becomes a column: name it " + free + " and give its path: " + name;
    }

    private List<Granularity> every(Section rollup) {
        Optional<ZoneId> zone = rollup.scalar("zone").flatMap(value -> Scalars.zone(value, faults));
        List<Granularity> every = new ArrayList<>();
        Map<Granularity, Scalar> written = new HashMap<>();
        for (Scalar value : rollup.scalars("every")) {
            Optional<Granularity> length = bucketLength(value, zone.orElse(ZoneOffset.UTC), faults);
            length.ifPresent(every::add);
            if (length.isPresent() && written.put(length.get(), value) != null) {
                faults.add(value, "appears twice in the list", "keep one of them");
                every.remove(every.size() - 1);
            }
        }
        every.sort(null);
        for (int i = 1; i < every.size(); i++) {
            if (zone.isPresent()) {
                madeOf(every.get(0), every.get(i), written.get(every.get(i)));
            }
        }
        if (zone.isPresent() && !every.isEmpty()) {
            zoneUsed(rollup, every);
            fitsRecord(written.get(every.get(0)), every.get(0));
        }
        return every;
    }

    /** Rows of a longer bucket are made of those of the shortest, so they must be whole, and not too many to be read together. */
    private void madeOf(Granularity shortest, Granularity longer, Scalar written) {
        long parts = longer.nominalMicros() / shortest.nominalMicros();
        if (!shortest.divides(longer)) {
            faults.add(
                    written,
                    "is not made of whole buckets of " + shortest + in(longer),
                    shortest.unit() == Unit.WEEK
                            ? "add 1d: weeks and longer buckets are both made of days"
                            : "the shortest bucket length must divide each of the others");
        } else if (longer.unit().compareTo(Unit.QUARTER) >= 0 && parts > MAX_PARTS) {
            faults.add(
                    written,
                    "is made of " + parts + " buckets of " + shortest
                            + ", all of which are read where one is recomputed, and 10,000 are allowed",
                    "keep it in a rollup of its own, such as every: [1d, " + longer + "]");
        }
    }

    private void zoneUsed(Section rollup, List<Granularity> every) {
        boolean used = every.stream().anyMatch(length -> length.unit().compareTo(Unit.DAY) >= 0);
        if (rollup.states("zone") && !used) {
            rollup.scalar("zone")
                    .ifPresent(zone ->
                            faults.add(zone, "has no meaning here: every bucket is shorter than a day", "remove it"));
        }
    }

    private void fitsRecord(Scalar written, Granularity finest) {
        if (recordBucket.isPresent() && finest.unit().compareTo(Unit.QUARTER) >= 0) {
            faults.add(
                    written,
                    "would be recomputed from all events of a " + (finest.unit() == Unit.YEAR ? "year" : "quarter")
                            + " whenever an hour of it settles",
                    "add 1d, of whose rows it is made then");
            return;
        }
        if (recordBucket.isPresent()
                && !finest.divides(recordBucket.get())
                && !recordBucket.get().divides(finest)) {
            faults.add(
                    written,
                    "does not fit record.bucket " + recordBucket.get() + in(finest)
                            + ": one must be made of whole others",
                    "choose a record.bucket that divides it, such as 15m");
        }
    }

    private static String in(Granularity length) {
        return length.zone().equals(ZoneOffset.UTC) ? "" : " in " + length.zone();
    }

    /** A bucket length in a zone, which only days and longer use; empty after a fault. */
    static Optional<Granularity> bucketLength(Scalar value, ZoneId zone, DefinitionErrors faults) {
        Optional<Granularity> length = Granularity.parse(value.text(), zone);
        if (length.isEmpty()) {
            faults.add(
                    value,
                    "is not a bucket length",
                    "seconds, minutes and hours that divide a day, such as 10s, 15m and 6h, or 1d, 1w, 1mo, 1q (3mo) and 1y (12mo)");
        }
        return length.map(known -> known.unit().compareTo(Unit.DAY) >= 0
                ? known
                : new Granularity(known.amount(), known.unit(), ZoneOffset.UTC));
    }

    private void where(Section rollup) {
        Optional<Scalar> where = rollup.scalar("where");
        if (where.isPresent() && where.get().text().isBlank()) {
            faults.add(where.get(), "is empty", "write a Spark SQL predicate or remove the key");
        } else if (where.isPresent() && measured.known()) {
            ExpressionChecker.onClassPath()
                    .flatMap(checker -> checker.fault(schema, where.get().text(), Optional.empty()))
                    .ifPresent(rule -> faults.add(where.get(), rule, ""));
        }
    }

    private void measures(Section rollup, List<String> by, List<MeasureSpec> measures, List<Ratio> ratios) {
        Map<String, String> ownerByColumn = new HashMap<>();
        by.forEach(field -> ownerByColumn.put(field, "the group field \"" + field + "\""));
        Section written = rollup.section("measures").orElse(Section.none(rollup.place()));
        MeasureReader reader = new MeasureReader(measured, faults);
        written.entries().forEach((name, value) -> {
            Optional<Ratio> ratio = MeasureReader.ratio(name, (Scalar) value);
            ratio.ifPresent(ratios::add);
            if (ratio.isEmpty()) {
                reader.read(name, (Scalar) value).ifPresent(measures::add);
            }
        });
        for (MeasureSpec measure : measures) {
            columns((Scalar) written.entries().get(measure.name()), measure, ownerByColumn, reader);
        }
        for (Ratio ratio : ratios) {
            Scalar at = (Scalar) written.entries().get(ratio.name());
            String owner = ownerByColumn.get(ratio.name());
            if (owner != null) {
                faults.add(at, "has the name of a column of " + owner, "rename it");
            }
            for (String part : new LinkedHashSet<>(List.of(ratio.dividend(), ratio.divisor()))) {
                divided(at, part, written, measures);
            }
        }
        rowFits(rollup, measures);
    }

    /** What a ratio is made of answers with a number, so that it can be divided. */
    private void divided(Scalar ratio, String part, Section written, List<MeasureSpec> measures) {
        Optional<MeasureSpec> measure =
                measures.stream().filter(one -> one.name().equals(part)).findFirst();
        if (measure.isEmpty()) {
            List<String> names = measures.stream().map(MeasureSpec::name).toList();
            boolean faulty = written.states(part)
                    && written.scalar(part)
                            .flatMap(other -> MeasureReader.ratio(part, other))
                            .isEmpty();
            if (!faulty) {
                faults.add(
                        ratio,
                        "\"" + part + "\" is not a measure of this rollup that could be divided",
                        Words.suggestion(part, names, "Measures"));
            }
            return;
        }
        List<Column> columns = new MeasureReader(measured, new DefinitionErrors())
                .bind(ratio, measure.get())
                .map(Measure::columns)
                .orElse(List.of());
        boolean number = columns.isEmpty()
                || columns.stream().anyMatch(column -> column.name().equals(part) && Ratio.divides(column.type()));
        if (!number) {
            faults.add(
                    ratio,
                    "\"" + part + "\" is " + measure.get() + ", whose answer is not one number",
                    "divide counts, sums, averages, extremes of numbers or distinct values");
        }
    }

    /** A row is written whole, so it must fit one write, whatever its events are: it could not be written, and nothing behind it. */
    private void rowFits(Section rollup, List<MeasureSpec> measures) {
        MeasureReader quiet = new MeasureReader(measured, new DefinitionErrors());
        long bytes = GroupKeyRule.MAX_KEY_BYTES;
        for (MeasureSpec measure : measures) {
            Scalar at = new Scalar(rollup.place(), measure.name(), measure.name());
            bytes += quiet.bind(at, measure).map(Measure::maxBytes).orElse(0);
        }
        if (bytes > maxMutationBytes) {
            faults.add(
                    rollup.place(),
                    "a row of it may have up to " + megabytes(bytes) + ", and a write to Cassandra "
                            + megabytes(maxMutationBytes) + " (cassandra.max_mutation)",
                    "give it fewer or smaller measures, such as top_k with a lower k, or split it into two rollups");
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / (1024.0 * 1024));
    }

    private void columns(Scalar at, MeasureSpec spec, Map<String, String> ownerByColumn, MeasureReader reader) {
        Set<String> reported = new HashSet<>();
        for (String column : reader.bind(at, spec)
                .map(measure -> measure.columns().stream().map(Column::name).toList())
                .orElse(List.of(spec.name()))) {
            Optional<String> rule = Names.columnFault(column);
            String owner = ownerByColumn.putIfAbsent(column, "the measure \"" + spec.name() + "\"");
            if (rule.isPresent() && reported.add("name")) {
                faults.add(at, "its column \"" + column + "\" " + rule.get(), "rename the measure");
            } else if (owner != null && reported.add("owner")) {
                faults.add(at, "has the same column \"" + column + "\" as " + owner, "rename the measure");
            }
        }
    }
}
