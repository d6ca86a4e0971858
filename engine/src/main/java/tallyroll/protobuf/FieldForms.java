package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tallyroll.format.Form;
import tallyroll.format.Forms;
import tallyroll.format.Times;

/** The form of one value of a field, neither list nor map. */
final class FieldForms {
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    static final String DURATION = "google.protobuf.Duration";

    private static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.DoubleValue",
            "google.protobuf.FloatValue",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue");

    private FieldForms() {}

    static Form of(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32 -> Forms.whole("an int32");
            case SINT32 -> Forms.whole("a sint32");
            case UINT32 -> Forms.whole("a uint32");
            case FIXED32 -> Forms.whole("a fixed32");
            case SFIXED32 -> Forms.whole("a sfixed32");
            case INT64 -> Forms.whole("an int64");
            case SINT64 -> Forms.whole("a sint64");
            case SFIXED64 -> Forms.whole("a sfixed64");
            case UINT64 -> Forms.unsigned("a uint64");
            case FIXED64 -> Forms.unsigned("a fixed64");
            case FLOAT -> Forms.real32("a float");
            case DOUBLE -> Forms.real("a double");
            case BOOL -> Forms.bool("a bool");
            case STRING -> Forms.text("a string");
            case BYTES -> Forms.text("UTF-8 in bytes");
            case ENUM -> Forms.named("an enum", names(field));
            case MESSAGE, GROUP -> ofMessage(field.getMessageType());
        };
    }

    /** Of a field that holds several values. */
    static Form ofSeveral(FieldDescriptor field) {
        return Forms.unreadable(field.isMapField() ? "a map" : "a list");
    }

    /** Whether a message stands for the value in it, which is missing where the message is. */
    static boolean isWrapper(Descriptor message) {
        return WRAPPERS.contains(message.getFullName()) && message.findFieldByNumber(1) != null;
    }

    private static Form ofMessage(Descriptor message) {
        if (isWrapper(message)) {
            return of(message.findFieldByNumber(1));
        }
        return switch (message.getFullName()) {
            case TIMESTAMP -> Times.timestamp("a Timestamp");
            case DURATION -> Times.duration("a Duration");
            default -> Forms.unreadable("a message");
        };
    }

    /** Of two names for one number the first one counts. */
    private static Map<Long, String> names(FieldDescriptor field) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            names.putIfAbsent((long) value.getNumber(), value.getName());
        }
        return names;
    }
}
