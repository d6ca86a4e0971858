package tallyroll.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.List;
import java.util.SplittableRandom;
import tallyroll.format.FieldPath;

/** Messages at random, and the value at a path as Google's library has it. */
final class RandomMessages {
    private static final List<String> WORDS = List.of("", "a", "red", "a.b", "Zürich", "none");
    private static final List<Long> NUMBERS = List.of(0L, 1L, -1L, 8L, 300L, 2147483647L, -2147483648L);

    private final SplittableRandom random;

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    DynamicMessage message(Descriptor type, int levels) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            for (int i = field.isRepeated() ? random.nextInt(4) : 1; i > 0; i--) {
                Object value = value(field, builder, levels);
                if (value != null && field.isRepeated()) {
                    builder.addRepeatedField(field, value);
                } else if (value != null) {
                    builder.setField(field, value);
                }
            }
        }
        return builder.buildPartial();
    }

    private Object value(FieldDescriptor field, DynamicMessage.Builder around, int levels) {
        long number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return switch (field.getJavaType()) {
            case INT -> (int) number;
            case LONG -> number;
            case FLOAT -> (float) number / 4;
            case DOUBLE -> (double) number / 8;
            case BOOLEAN -> number % 2 == 0;
            case STRING -> WORDS.get(random.nextInt(WORDS.size()));
            case BYTE_STRING -> ByteString.copyFromUtf8(WORDS.get(random.nextInt(WORDS.size())));
            case ENUM -> enumValue(field, (int) number);
            case MESSAGE -> levels == 0 ? null : special(field, around, levels);
        };
    }

    private EnumValueDescriptor enumValue(FieldDescriptor field, int number) {
        boolean known = random.nextInt(4) > 0 || field.legacyEnumFieldTreatedAsClosed();
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        return known
                ? values.get(random.nextInt(values.size()))
                : field.getEnumType().findValueByNumberCreatingIfUnknown(number);
    }

    private Message special(FieldDescriptor field, DynamicMessage.Builder around, int levels) {
        DynamicMessage.Builder builder = around.newBuilderForField(field);
        if (field.getMessageType().getFullName().equals(FieldForms.TIMESTAMP)) {
            return builder.setField(field.getMessageType().findFieldByNumber(1), random.nextLong(4_000_000_000L))
                    .setField(field.getMessageType().findFieldByNumber(2), random.nextInt(1_000_000_000))
                    .buildPartial();
        }
        return message(field.getMessageType(), levels - 1);
    }

    /** The value of a path as text. */
    static String at(Message root, String path) {
        Object here = root;
        FieldDescriptor field = null;
        for (FieldPath.Step step : FieldPath.parse(path)) {
            if (step.isIndex()) {
                List<?> list = (List<?>) here;
                here = step.index() < list.size() ? list.get(step.index()) : null;
            } else if (here instanceof List<?> entries) {
                FieldDescriptor keys = field.getMessageType().findFieldByNumber(1);
                field = field.getMessageType().findFieldByNumber(2);
                here = entry(entries, keys, field, step.name());
            } else {
                field = ((MessageOrBuilder) here).getDescriptorForType().findFieldByName(step.name());
                here = read((Message) here, field);
            }
            if (here == null) {
                return "null";
            }
        }
        return text(here, field);
    }

    private static Object entry(List<?> entries, FieldDescriptor keys, FieldDescriptor values, String name) {
        Object found = null;
        for (Object entry : entries) {
            if (String.valueOf(((Message) entry).getField(keys)).equals(name)) {
                found = ((Message) entry).getField(values);
            }
        }
        return found;
    }

    private static Object read(Message message, FieldDescriptor field) {
        boolean there = field.isRepeated() || !field.hasPresence() || message.hasField(field);
        return there || (field.hasDefaultValue() && field.getRealContainingOneof() == null)
                ? message.getField(field)
                : null;
    }

    private static String text(Object value, FieldDescriptor field) {
        if (value instanceof EnumValueDescriptor word) {
            return word.getIndex() < 0 ? Integer.toString(word.getNumber()) : word.getName();
        } else if (value instanceof ByteString bytes) {
            return bytes.toStringUtf8();
        } else if (value instanceof Float real) {
            return Double.toString(real.doubleValue() + 0.0);
        } else if (value instanceof Double real) {
            return Double.toString(real + 0.0);
        } else if (value instanceof Boolean yes) {
            return yes ? "1" : "0";
        } else if (value instanceof Integer whole
                && (field.getType() == FieldDescriptor.Type.UINT32
                        || field.getType() == FieldDescriptor.Type.FIXED32)) {
            return Integer.toUnsignedString(whole);
        } else if (value instanceof Long whole
                && (field.getType() == FieldDescriptor.Type.UINT64
                        || field.getType() == FieldDescriptor.Type.FIXED64)) {
            return Long.toUnsignedString(whole);
        } else if (value instanceof Message message) {
            return text(message);
        }
        return String.valueOf(value);
    }

    private static String text(Message message) {
        FieldDescriptor first = message.getDescriptorForType().findFieldByNumber(1);
        if (FieldForms.isWrapper(message.getDescriptorForType())) {
            return text(message.getField(first), first);
        }
        FieldDescriptor nanos = message.getDescriptorForType().findFieldByNumber(2);
        return java.time.Instant.ofEpochSecond((Long) message.getField(first), (Integer) message.getField(nanos))
                .toString();
    }
}
