package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.measure.ColumnType;
import tallyroll.measure.Ranked;

/** The bytes of every column type: they are stored, so they never change. */
class ColumnCodecTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(ColumnType.BIGINT, 258L, "0000000000000102"),
                Arguments.of(ColumnType.BIGINT, Long.MIN_VALUE, "8000000000000000"),
                Arguments.of(ColumnType.COUNTER, 3L, "0000000000000003"),
                Arguments.of(ColumnType.VARINT, BigInteger.valueOf(-129), "ff7f"),
                Arguments.of(ColumnType.DECIMAL, new BigDecimal("-1.29"), "00000002ff7f"),
                Arguments.of(ColumnType.DOUBLE, 1.5, "3ff8000000000000"),
                Arguments.of(ColumnType.TEXT, "é✈", "c3a9e29c88"),
                Arguments.of(ColumnType.TEXT, "", ""),
                Arguments.of(ColumnType.BOOLEAN, true, "01"),
                Arguments.of(ColumnType.TIMESTAMP, Instant.ofEpochMilli(-1), "ffffffffffffffff"),
                Arguments.of(
                        ColumnType.COUNTS,
                        List.of(1L, 2L),
                        "00000002" + "00000008" + "0000000000000001" + "00000008" + "0000000000000002"),
                Arguments.of(ColumnType.COUNTS, List.of(), "00000000"),
                Arguments.of(
                        ColumnType.RANKING,
                        List.of(new Ranked("ATL", 7)),
                        "00000001" + "00000013" + "00000003" + "41544c" + "00000008" + "0000000000000007"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void value_encoded_isTheseBytesAndReadsBack(ColumnType type, Object value, String hex) {
        ColumnCodec<?> codec = ColumnCodec.of(type);

        ByteBuffer bytes = codec.encode(value);

        assertThat(HexFormat.of().formatHex(DeadLetters.bytes(bytes))).isEqualTo(hex);
        assertThat(codec.decode(bytes)).isEqualTo(value);
    }

    @Test
    void blob_encoded_isItsBytesAndReadsBackAsACopy() {
        byte[] value = {1, 2, 3};
        ByteBuffer bytes = ByteBuffer.wrap(value.clone());

        byte[] decoded = (byte[]) ColumnCodec.of(ColumnType.BLOB).decode(bytes);

        bytes.put(0, (byte) 9);
        assertThat(decoded).isEqualTo(value);
        assertThat(DeadLetters.bytes(ColumnCodec.of(ColumnType.BLOB).encode(value)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void type_each_isTheOneThatItsColumnsAreMadeWith(ColumnType type) {
        DataType cql = ColumnCodec.of(type).type();

        assertThat(cql.asCql(true, true)).isEqualTo(type.cql());
    }

    @ParameterizedTest
    @EnumSource
    void null_ofEachType_isNull(ColumnType type) {
        assertThat(ColumnCodec.of(type).encode(null)).isNull();
        assertThat(ColumnCodec.of(type).decode(null)).isNull();
    }

    /** A list written unfrozen twice at one timestamp would append to itself. */
    @Test
    void lists_areFrozen() {
        assertThat(Arrays.stream(ColumnType.values())
                        .map(type -> ColumnCodec.of(type).type().asCql(true, true))
                        .filter(cql -> cql.contains("list")))
                .hasSize(2)
                .allMatch(cql -> cql.startsWith("frozen<list<"));
    }

    @Test
    void value_ofAnotherType_isRefused() {
        assertThatThrownBy(() -> ColumnCodec.of(ColumnType.BIGINT).encode("7")).isInstanceOf(ClassCastException.class);
    }
}
