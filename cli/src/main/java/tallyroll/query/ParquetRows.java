package tallyroll.query;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import tallyroll.cli.Entries;
import tallyroll.cli.Failure;
import tallyroll.cli.RowWriter;
import tallyroll.measure.ColumnType;
import tallyroll.time.Micros;

/**
 * Rows into a Parquet file: times as UTC timestamps in µs, sums without bounds and decimals as decimals of 38 digits, a ranking or a
 * histogram as a list of structs.
 */
final class ParquetRows extends RowWriter {
    private static final int DIGITS = 38;

    private final Path file;
    private final List<Typed> columns;
    private final SimpleGroupFactory groups;
    private final ParquetWriter<Group> writer;

    /**
     * A column.
     *
     * @param scale digits behind the point, of decimals
     */
    record Typed(String name, ColumnType type, int scale) {}

    ParquetRows(Path file, List<Typed> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
        MessageType schema =
                new MessageType("rows", columns.stream().map(ParquetRows::type).toList());
        groups = new SimpleGroupFactory(schema);
        try {
            writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                    .withType(schema)
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.ZSTD)
                    .build();
        } catch (FileAlreadyExistsException there) {
            throw Failure.usage("Cannot write \"" + file + "\": it is there already; name a file that is not");
        } catch (IOException refused) {
            throw failed(refused);
        }
    }

    private static Type type(Typed column) {
        String name = column.name();
        return switch (column.type()) {
            case BIGINT, COUNTER -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
            case VARINT, DECIMAL ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(decimalType(column.scale(), DIGITS))
                        .named(name);
            case TIMESTAMP ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(timestampType(true, TimeUnit.MICROS))
                        .named(name);
            case RANKING -> list(name, List.of(text("value"), whole("count")));
            case COUNTS -> list(name, List.of(real("from"), real("to"), whole("count")));
            case BLOB -> throw new IllegalStateException("states are not answers: " + name);
        };
    }

    private static Type list(String name, List<Type> fields) {
        return Types.optionalList()
                .element(Types.optionalGroup()
                        .addFields(fields.toArray(Type[]::new))
                        .named("element"))
                .named(name);
    }

    private static Type text(String name) {
        return Types.optional(PrimitiveTypeName.BINARY).as(stringType()).named(name);
    }

    private static Type whole(String name) {
        return Types.optional(PrimitiveTypeName.INT64).named(name);
    }

    private static Type real(String name) {
        return Types.optional(PrimitiveTypeName.DOUBLE).named(name);
    }

    @Override
    public void row(List<?> values) {
        Group row = groups.newGroup();
        for (int i = 0; i < columns.size(); i++) {
            if (values.get(i) != null) {
                put(row, columns.get(i), values.get(i));
            }
        }
        try {
            writer.write(row);
        } catch (IOException refused) {
            throw failed(refused);
        }
    }

    private void put(Group row, Typed column, Object value) {
        String name = column.name();
        switch (column.type()) {
            case BIGINT, COUNTER -> row.append(name, ((Number) value).longValue());
            case DOUBLE -> row.append(name, (Double) value);
            case BOOLEAN -> row.append(name, (Boolean) value);
            case TEXT -> row.append(name, value.toString());
            case VARINT, DECIMAL -> row.append(name, Binary.fromConstantByteArray(unscaled(column, value)));
            case TIMESTAMP -> row.append(name, micros(value));
            case RANKING, COUNTS ->
                ((Entries) value).entries().forEach(entry -> {
                    Group list = row.getFieldRepetitionCount(name) == 0 ? row.addGroup(name) : row.getGroup(name, 0);
                    put(list.addGroup("list").addGroup("element"), entry);
                });
            case BLOB -> throw new IllegalStateException("states are not answers: " + name);
        }
    }

    private static void put(Group element, Map<String, Object> entry) {
        List<String> reals = List.of("from", "to");
        entry.forEach((name, value) -> {
            if (value == null) {
                return;
            }
            if (reals.contains(name)) {
                element.append(name, ((Number) value).doubleValue());
            } else if (name.equals("count")) {
                element.append(name, ((Number) value).longValue());
            } else {
                element.append(name, value.toString());
            }
        });
    }

    private byte[] unscaled(Typed column, Object value) {
        BigDecimal exact = value instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) value;
        BigDecimal scaled = exact.setScale(column.scale());
        if (scaled.precision() > DIGITS) {
            throw Failure.failed("Cannot write " + column.name() + " = " + exact.toPlainString() + " to \"" + file
                    + "\": Parquet's decimals are read with up to " + DIGITS
                    + " digits; take --format csv or json, which have no bound");
        }
        return scaled.unscaledValue().toByteArray();
    }

    private static long micros(Object value) {
        return Micros.of(value instanceof OffsetDateTime local ? local.toInstant() : (Instant) value);
    }

    @Override
    public void end() {
        try {
            writer.close();
        } catch (IOException refused) {
            throw failed(refused);
        }
    }

    private Failure failed(IOException refused) {
        return Failure.failed("Cannot write \"" + file + "\": " + refused);
    }
}
