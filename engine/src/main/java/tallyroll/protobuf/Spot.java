package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Optional;
import tallyroll.format.FieldPath;
import tallyroll.format.Form;
import tallyroll.format.Forms;

/**
 * Where a path has led to.
 *
 * @param message the message that stands here; null where there is none
 * @param field the field whose value this is, or, where {@code several}, whose values; null at the root
 */
record Spot(Descriptor message, FieldDescriptor field, boolean several) {
    static Spot root(Descriptor message) {
        return new Spot(message, null, false);
    }

    /**
     * Where one step leads; empty where the message has no such field, or the list or map is gone into in another way.
     *
     * @throws IllegalArgumentException where the map can have no such key; its message says what the map is
     */
    Optional<Spot> below(FieldPath.Step step) {
        if (several && field.isMapField()) {
            if (step.isIndex()) {
                return Optional.empty();
            }
            MapKey.of(field.getMessageType().findFieldByNumber(1), step.name());
            return Optional.of(one(field.getMessageType().findFieldByNumber(2)));
        }
        if (several) {
            return step.isIndex() ? Optional.of(one(field)) : Optional.empty();
        }
        if (message == null || step.isIndex()) {
            return Optional.empty();
        }
        return Optional.ofNullable(message.findFieldByName(step.name()))
                .map(found -> found.isRepeated() ? new Spot(null, found, true) : one(found));
    }

    Form form() {
        if (field == null) {
            return Forms.unreadable("a message");
        }
        return several ? FieldForms.ofSeveral(field) : FieldForms.of(field);
    }

    /** What it is, for people. */
    String described() {
        return message == null ? form().what() : message.getFullName();
    }

    private static Spot one(FieldDescriptor field) {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return new Spot(isMessage ? field.getMessageType() : null, field, false);
    }
}
