package tallyroll.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.format.FormatDefinition;

/** Records of random schemas: ours reads what Avro's library wrote, and takes any bytes. */
class AvroDifferentialTest {
    private static final Set<String> REFUSALS =
            Set.of("not-avro", "not-utf8", "too-deep", "out-of-range", "wrong-type", "not-exact", "unknown-schema");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Timeout(60)
    void records_ofRandomSchemas_areReadAsTheyWereWritten(long seed) {
        RandomSchemas random = new RandomSchemas(seed);
        for (int i = 0; i < 25; i++) {
            Schema schema = random.record(3);
            Map<String, String> paths = RandomSchemas.paths(schema);
            if (paths.isEmpty()) {
                continue;
            }
            FormatDefinition definition = definition(schema, paths);
            for (int j = 0; j < 10; j++) {
                GenericData.Record record = (GenericData.Record) random.value(schema);
                List<String> expected = new ArrayList<>();
                paths.keySet().forEach(path -> expected.add(RandomSchemas.at(path, record)));

                assertThat(definition.values(AvroRecords.bytes(record)))
                        .as("seed %d, schema %s, record %s", seed, schema, record)
                        .isEqualTo(String.join(", ", expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Timeout(60)
    void bytes_ofAnyKind_areTakenOrRefused(long seed) {
        RandomSchemas random = new RandomSchemas(seed);
        SplittableRandom bits = new SplittableRandom(seed);
        for (int i = 0; i < 25; i++) {
            Schema schema = random.record(3);
            Map<String, String> paths = RandomSchemas.paths(schema);
            if (paths.isEmpty()) {
                continue;
            }
            FormatDefinition definition = definition(schema, paths);
            for (int j = 0; j < 200; j++) {
                byte[] record = AvroRecords.bytes((GenericData.Record) random.value(schema));
                for (int k = bits.nextInt(4); k > 0 && record.length > 0; k--) {
                    record[bits.nextInt(record.length)] = (byte) bits.nextInt();
                }
                byte[] some = j % 2 == 0 ? record : new byte[bits.nextInt(40)];
                if (j % 2 == 1) {
                    bits.nextBytes(some);
                }
                String code = definition.decode(some).code();
                assertThat(code.isEmpty() || REFUSALS.contains(code))
                        .as("seed %d: %s", seed, code)
                        .isTrue();
            }
        }
    }

    private static FormatDefinition definition(Schema schema, Map<String, String> paths) {
        StringBuilder fields = new StringBuilder();
        paths.forEach((path, type) -> fields.append("p")
                .append(fields.length())
                .append(": {type: ")
                .append(type)
                .append(", path: '")
                .append(path)
                .append("'}\n"));
        return AvroDecoderTest.of(schema.toString(), fields.toString());
    }
}
