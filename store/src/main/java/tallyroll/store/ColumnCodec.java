package tallyroll.store;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import tallyroll.measure.ColumnType;
import tallyroll.measure.Ranked;

/**
 * Between a column's Java value, as {@link ColumnType} states it, and its CQL bytes. Stateless.
 *
 * @param type lists are frozen: writing an unfrozen one twice at the same timestamp appends it to itself
 */
record ColumnCodec<T>(DataType type, TypeCodec<T> codec, Function<Object, T> out, Function<T, Object> in) {
    private static final ProtocolVersion VERSION = DefaultProtocolVersion.V4;
    private static final TupleType PLACE = DataTypes.tupleOf(DataTypes.TEXT, DataTypes.BIGINT);

    static ColumnCodec<?> of(ColumnType type) {
        return switch (type) {
            case BIGINT -> plain(TypeCodecs.BIGINT, Long.class);
            case COUNTER -> plain(TypeCodecs.COUNTER, Long.class);
            case VARINT -> plain(TypeCodecs.VARINT, BigInteger.class);
            case DECIMAL -> plain(TypeCodecs.DECIMAL, BigDecimal.class);
            case DOUBLE -> plain(TypeCodecs.DOUBLE, Double.class);
            case TEXT -> plain(TypeCodecs.TEXT, String.class);
            case BOOLEAN -> plain(TypeCodecs.BOOLEAN, Boolean.class);
            case TIMESTAMP -> plain(TypeCodecs.TIMESTAMP, Instant.class);
            case COUNTS ->
                new ColumnCodec<>(
                        DataTypes.frozenListOf(DataTypes.BIGINT),
                        TypeCodecs.listOf(TypeCodecs.BIGINT),
                        value ->
                                ((List<?>) value).stream().map(Long.class::cast).toList(),
                        List::copyOf);
            case RANKING ->
                new ColumnCodec<>(
                        DataTypes.frozenListOf(PLACE),
                        TypeCodecs.listOf(TypeCodecs.tupleOf(PLACE)),
                        value -> ((List<?>) value)
                                .stream().map(place -> tuple((Ranked) place)).toList(),
                        places -> places.stream().map(ColumnCodec::ranked).toList());
            case BLOB ->
                new ColumnCodec<>(
                        DataTypes.BLOB,
                        TypeCodecs.BLOB,
                        value -> ByteBuffer.wrap((byte[]) value),
                        bytes -> bytes(bytes.duplicate()));
        };
    }

    /** The CQL bytes, null for null. */
    ByteBuffer encode(Object value) {
        return value == null ? null : codec.encode(out.apply(value), VERSION);
    }

    Object decode(ByteBuffer bytes) {
        if (bytes == null) {
            return null;
        }
        T value = codec.decode(bytes, VERSION);
        return value == null ? null : in.apply(value);
    }

    private static <T> ColumnCodec<T> plain(TypeCodec<T> codec, Class<T> type) {
        return new ColumnCodec<>(codec.getCqlType(), codec, type::cast, value -> value);
    }

    private static TupleValue tuple(Ranked place) {
        return PLACE.newValue(place.value(), place.count());
    }

    private static Ranked ranked(TupleValue place) {
        return new Ranked(place.getString(0), place.getLong(1));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
