package tallyroll.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.decode.Decoding;
import tallyroll.format.FormatDefinition;

/** Random messages: ours reads what Google's library reads, pieces put together and broken ones too. */
class ProtobufDifferentialTest {
    private static final Set<String> REFUSALS = Set.of("not-protobuf", "not-utf8", "too-deep", "out-of-range");
    private static final Map<String, String> ORDER = paths(
            "string id at customer.name customer.parent.name items[0].sku items[1].tags[1] note card.number iban tags[1] raw",
            "string state states[0] states[2] kind by_number.8.sku by_number[\"-1\"].sku by_flag.true extra.fields.a.string_value",
            "int i32 s32 sf32 rating cents labels.red labels[\"a.b\"] numbers[0] numbers[2] loose[1] card.month",
            "long i64 u32 s64 f32 sf64 points",
            "decimal(20,0) u64 f64",
            "double real32 real64 items[0].price",
            "boolean flag");
    private static final Map<String, String> LEGACY = paths(
            "string id city colour colours[0] colours[2] part.name part.inner.id b painted raw",
            "int count tries a",
            "long most");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Timeout(60)
    void messages_inPieces_areReadAsTheLibraryReadsThem(long seed) throws Exception {
        RandomMessages random = new RandomMessages(seed);
        for (Map<String, String> paths : Set.of(ORDER, LEGACY)) {
            Descriptor type = type(paths);
            FormatDefinition definition = definition(paths);
            for (int i = 0; i < 500; i++) {
                byte[] one = random.message(type, 3).toByteArray();
                byte[] two = i % 2 == 0 ? new byte[0] : random.message(type, 3).toByteArray();
                byte[] record = Arrays.copyOf(one, one.length + two.length);
                System.arraycopy(two, 0, record, one.length, two.length);
                Message expected =
                        DynamicMessage.newBuilder(type).mergeFrom(record).buildPartial();

                assertThat(definition.values(record))
                        .as("seed %d, %s", seed, expected)
                        .isEqualTo(values(expected, paths));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Timeout(60)
    void bytes_ofAnyKind_areReadAlikeOrRefused(long seed) {
        RandomMessages random = new RandomMessages(seed);
        SplittableRandom bits = new SplittableRandom(seed);
        int alike = 0;
        for (Map<String, String> paths : Set.of(ORDER, LEGACY)) {
            Descriptor type = type(paths);
            FormatDefinition definition = definition(paths);
            for (int i = 0; i < 3_000; i++) {
                byte[] record = random.message(type, 3).toByteArray();
                for (int k = bits.nextInt(1, 4); k > 0 && record.length > 0; k--) {
                    record[bits.nextInt(record.length)] = (byte) bits.nextInt();
                }
                if (i % 3 == 0) {
                    record = new byte[bits.nextInt(40)];
                    bits.nextBytes(record);
                }
                Decoding decoding = definition.decode(record);
                Message expected = parsed(type, record);
                if (expected != null && decoding.ok() && !longNumber(record)) {
                    alike++;
                    assertThat(definition.values(record))
                            .as("seed %d, %s, %s", seed, Arrays.toString(record), expected)
                            .isEqualTo(values(expected, paths));
                }
                assertThat(decoding.ok() || REFUSALS.contains(decoding.code()))
                        .as("seed %d: %s", seed, decoding)
                        .isTrue();
            }
        }
        assertThat(alike).isGreaterThan(500);
    }

    @Test
    @Timeout(60)
    void bytes_behindAHeaderOfAnyKind_areReadOrRefused() {
        FormatDefinition definition = FormatDefinition.of(
                "protobuf\nprotobuf: {descriptor: shop.desc, message: shop.Order, framing: confluent}",
                "id: string",
                Map.of("shop.desc", ProtoMessages.SHOP));
        SplittableRandom bits = new SplittableRandom(7);
        Set<String> codes = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] record = new byte[bits.nextInt(20)];
            bits.nextBytes(record);
            for (int j = 0; j < Math.min(record.length, bits.nextInt(8)); j++) {
                record[j] = 0;
            }
            codes.add(definition.decode(record).code());
        }

        assertThat(codes)
                .contains("", "not-protobuf", "unknown-schema")
                .isSubsetOf("", "not-protobuf", "not-utf8", "unknown-schema");
    }

    /** Whether something may be a number of more than 64 bits, which the library reads in two ways. */
    private static boolean longNumber(byte[] record) {
        int going = 0;
        for (byte one : record) {
            if (going >= 9 && one >= 0 && one != 1) {
                return true;
            }
            going = one < 0 ? going + 1 : 0;
        }
        return false;
    }

    private static Message parsed(Descriptor type, byte[] record) {
        try {
            return DynamicMessage.newBuilder(type).mergeFrom(record).buildPartial();
        } catch (InvalidProtocolBufferException broken) {
            return null;
        }
    }

    private static String values(Message message, Map<String, String> paths) {
        return paths.keySet().stream()
                .map(path -> RandomMessages.at(message, path))
                .collect(Collectors.joining(", "));
    }

    private static Descriptor type(Map<String, String> paths) {
        return ProtoMessages.descriptor(paths.equals(ORDER) ? "shop.Order" : "shop.Legacy");
    }

    private static FormatDefinition definition(Map<String, String> paths) {
        StringBuilder fields = new StringBuilder();
        paths.forEach((path, field) ->
                fields.append("p%d: {type: \"%s\", path: '%s'}%n".formatted(fields.length(), field, path)));
        return ProtoMessages.definition(type(paths).getFullName(), fields.toString());
    }

    /** @param lines a type of field and the paths of that type */
    private static Map<String, String> paths(String... lines) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Arrays.stream(words).skip(1).forEach(path -> paths.put(path, words[0]));
        }
        return paths;
    }
}
