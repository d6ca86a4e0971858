package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** The byte decoder against Jackson: the same documents are accepted, with the same values. */
class JsonDifferentialTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            field("at", FieldType.TIMESTAMP, "at"),
            field("text", FieldType.STRING, "text"),
            field("int", FieldType.INT, "int"),
            field("long", FieldType.LONG, "long"),
            field("real", FieldType.DOUBLE, "real"),
            field("price", FieldType.decimal(10, 2), "price"),
            field("sum", FieldType.decimal(38, 10), "sum"),
            field("flag", FieldType.BOOLEAN, "flag"),
            field("inner", FieldType.STRING, "deep.inner"),
            field("more", FieldType.DOUBLE, "deep.deep.more"),
            field("again", FieldType.LONG, "int")));
    private static final EventSpec SPEC = new EventSpec(
            EventSpec.Format.JSON,
            EventSpec.Csv.NONE,
            SCHEMA,
            List.of(),
            "at",
            EventSpec.Duplicates.FIRST,
            "",
            1 << 20,
            EventSpec.Framing.PLAIN);

    private static final Set<String> NOT_WELL_FORMED = Set.of("not-json", "not-utf8", "too-deep");

    private final FieldDecoder decoder = FieldDecoders.of(SPEC);
    private final Event event = new Event(SCHEMA);
    private int accepted = 0;

    @Test
    void decode_generatedDocuments_isWhatJacksonReads() {
        for (long seed = 0; seed < 15_000; seed++) {
            check(seed, new RandomJson(new SplittableRandom(seed)).document());
        }
        assertThat(accepted).as("documents accepted by both").isBetween(3_000, 13_000);
    }

    @Test
    void decode_damagedDocuments_isWhatJacksonReads() {
        for (long seed = 0; seed < 15_000; seed++) {
            check(seed, new RandomJson(new SplittableRandom(seed)).damaged());
        }
        assertThat(accepted).as("documents accepted by both").isBetween(500, 13_000);
    }

    @Test
    void decode_everyPrefix_isWhatJacksonReads() {
        for (long seed = 0; seed < 100; seed++) {
            byte[] document = new RandomJson(new SplittableRandom(seed)).document();
            for (int length = 0; length <= document.length; length++) {
                check(seed, Arrays.copyOf(document, length));
            }
        }
    }

    @Test
    void decode_randomBytes_neverThrows() {
        SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte)
                        (random.nextInt(3) == 0
                                ? random.nextInt(256)
                                : "{\"int\":[1,e-.]}\\u0 ".charAt(random.nextInt(19)));
            }
            check(i, bytes);
        }
    }

    private void check(long seed, byte[] raw) {
        // In the middle of a larger array, so that a read beyond the record is seen as other values.
        byte[] padded = new byte[raw.length + 20];
        Arrays.fill(padded, (byte) '1');
        System.arraycopy(raw, 0, padded, 10, raw.length);
        Decoding decoding = decoder.decode(Message.of(Slice.of(padded, 10, 10 + raw.length)), event);
        String shown = "seed " + seed + ": " + new String(raw, StandardCharsets.UTF_8);
        List<Object> expected;
        Map<?, ?> document = null;
        try {
            document = JsonOracle.document(raw);
            expected = expected(document);
        } catch (JsonOracle.Rejected e) {
            assertThat(decoding.ok())
                    .as("%s is rejected (%s)", shown, e.getMessage())
                    .isFalse();
            assertThat(NOT_WELL_FORMED.contains(decoding.code()))
                    .as("%s is not well formed: %s", shown, decoding)
                    .isEqualTo(document == null);
            assertThat(decoding.reason()).as(shown).isNotEmpty();
            return;
        }
        assertThat(decoding).as(shown).isEqualTo(Decoding.OK);
        assertThat(values()).as(shown).isEqualTo(expected);
        accepted++;
    }

    private static List<Object> expected(Map<?, ?> document) throws JsonOracle.Rejected {
        List<Object> values = new ArrayList<>();
        for (Field field : SCHEMA.fields()) {
            values.add(JsonOracle.typed(JsonOracle.at(document, field.path()), field.type()));
        }
        return values;
    }

    private List<Object> values() {
        List<Object> values = new ArrayList<>();
        for (int slot = 0; slot < SCHEMA.size(); slot++) {
            values.add(event.isNull(slot) ? null : value(slot));
        }
        return values;
    }

    private Object value(int slot) {
        return switch (SCHEMA.field(slot).type().kind()) {
            case STRING -> event.stringAt(slot);
            case BOOLEAN -> event.longAt(slot) == 1;
            case DOUBLE -> event.doubleAt(slot);
            case DECIMAL -> event.decimalAt(slot);
            default -> event.longAt(slot);
        };
    }

    private static Field field(String name, FieldType type, String path) {
        return new Field(name, type, path, "", "", "UTC", Missing.NULL, Notation.PLAIN);
    }
}
