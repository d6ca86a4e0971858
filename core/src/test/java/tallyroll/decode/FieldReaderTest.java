package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

class FieldReaderTest {
    private Event event;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int           | 2147483647           | 2147483647",
                "int           | 2147483648           | out-of-range",
                "int           | -2147483648          | -2147483648",
                "int           | 12.0                 | 12",
                "int           | 1.2e1                | 12",
                "int           | 0.00e999999999999    | 0",
                "int           | 12.5                 | wrong-type",
                "int           | 1e-1                 | wrong-type",
                "int           | 1e999999999999       | out-of-range",
                "int           | twelve               | wrong-type",
                "int           | 0x10                 | wrong-type",
                "int           | ''                   | wrong-type",
                "int           | ' 1'                 | wrong-type",
                "long          | 9223372036854775807  | 9223372036854775807",
                "long          | 9223372036854775808  | out-of-range",
                "long          | -9223372036854775808 | -9223372036854775808",
                "long          | 922337203685477580700e-2 | 9223372036854775807",
                "double        | 0.1                  | 0.1",
                "double        | -0.0                 | 0.0",
                "double        | 7                    | 7.0",
                "double        | 1e400                | out-of-range",
                "double        | -1e-400              | 0.0",
                "double        | NaN                  | wrong-type",
                "decimal(5,2)  | 19.99                | 19.99",
                "decimal(5,2)  | 19.9900              | 19.99",
                "decimal(5,2)  | 19                   | 19.00",
                "decimal(5,2)  | 999.99               | 999.99",
                "decimal(5,2)  | 1000                 | out-of-range",
                "decimal(5,2)  | 19.999               | not-exact",
                "decimal(5,2)  | 1e-999999999999      | not-exact",
                "decimal(5,2)  | 0e-999999999999      | 0.00",
                "decimal(2,2)  | 0.99                 | 0.99",
                "decimal(2,2)  | 1                    | out-of-range",
                "decimal(38,0) | 99999999999999999999999999999999999999  | 99999999999999999999999999999999999999",
                "decimal(38,0) | 100000000000000000000000000000000000000 | out-of-range",
                "decimal(38,37)| -9.0000000000000000000000000000000000001 | -9.0000000000000000000000000000000000001",
                "decimal(19,2) | 1.5                  | 1.50",
                "boolean       | True                 | 1",
                "boolean       | false                | 0",
                "boolean       | 1                    | wrong-type",
                "string        | ' as it is '         | ' as it is '",
            })
    void text_ofAType_isItsValueOrACode(String type, String text, String expected) {
        assertThat(read(FieldType.parse(type).orElseThrow(), text)).isEqualTo(expected);
    }

    @Test
    void real_anyText_isTheNearestDouble() {
        SplittableRandom random = new SplittableRandom(61);
        for (int i = 0; i < 50_000; i++) {
            String text =
                    switch (random.nextInt(3)) {
                        case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                        case 1 -> random.nextLong() + "." + random.nextInt(1_000_000) + "e" + random.nextInt(-30, 30);
                        default ->
                            BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(30))
                                    .toPlainString();
                    };
            double value = Double.parseDouble(text);
            String expected = Double.isNaN(value) || text.contains("Inf") ? "wrong-type" : Double.toString(value + 0.0);
            assertThat(read(FieldType.DOUBLE, text)).as("seed 61, %s", text).isEqualTo(expected);
        }
    }

    @Test
    void decimal_anyText_isExactOrRefused() {
        SplittableRandom random = new SplittableRandom(62);
        int exact = 0;
        for (int i = 0; i < 50_000; i++) {
            FieldType type = FieldType.decimal(random.nextInt(1, 39), 0);
            type = FieldType.decimal(type.precision(), random.nextInt(type.precision() + 1));
            BigDecimal number = new BigDecimal(
                    new java.math.BigInteger(random.nextInt(1, 130), new java.util.Random(i)), random.nextInt(-5, 40));
            String text =
                    random.nextBoolean() ? number.toString() : number.negate().toPlainString();
            String expected;
            try {
                expected = JsonOracle.decimal(text, type).toPlainString();
                exact++;
            } catch (JsonOracle.Rejected | ArithmeticException e) {
                expected = "";
            }
            String read = read(type, text);
            assertThat(read.equals("out-of-range") || read.equals("not-exact") ? "" : read)
                    .as("seed 62, %s as %s", text, type)
                    .isEqualTo(expected);
        }
        assertThat(exact).isGreaterThan(5_000);
    }

    private String read(FieldType type, String text) {
        Field field = new Field("f", type, "f", "", "", "UTC", Missing.NULL, Notation.PLAIN);
        event = new Event(new EventSchema(List.of(field)));
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        Decoding decoding = new FieldReader(field, 0).text(Slice.of(raw), event);
        if (!decoding.ok()) {
            return decoding.code();
        }
        return switch (type.kind()) {
            case STRING -> event.stringAt(0);
            case DOUBLE -> Double.toString(event.doubleAt(0));
            case DECIMAL -> event.decimalAt(0).toPlainString();
            default -> Long.toString(event.longAt(0));
        };
    }
}
