package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.event.Field;
import tallyroll.format.Digest;
import tallyroll.format.FieldPath;
import tallyroll.pipeline.CheckedFormat.Unreadable;
import tallyroll.pipeline.Words;

/** Holds the path and the type of a field against a message. */
final class MessagePaths {
    private MessagePaths() {}

    /** Why a field's path is none of any message. */
    static Optional<Unreadable> notAPath(Field field) {
        try {
            FieldPath.parse(field.path());
            return Optional.empty();
        } catch (IllegalArgumentException notAPath) {
            return Optional.of(
                    new Unreadable("has the path \"" + field.path() + "\", which " + notAPath.getMessage(), ""));
        }
    }

    /** Why a field can be read from no record of the message. */
    static Optional<Unreadable> unreadable(Descriptor message, Field field) {
        Optional<Unreadable> notAPath = notAPath(field);
        return notAPath.isPresent() ? notAPath : unreadable(message, field, FieldPath.parse(field.path()));
    }

    private static Optional<Unreadable> unreadable(Descriptor message, Field field, List<FieldPath.Step> steps) {
        Spot spot = Spot.root(message);
        for (FieldPath.Step step : steps) {
            Optional<Spot> next;
            try {
                next = spot.below(step);
            } catch (IllegalArgumentException notAKey) {
                return Optional.of(nothing(field, step, notAKey.getMessage(), ""));
            }
            if (next.isEmpty()) {
                return Optional.of(nothing(field, step, spot.described(), suggestion(step, spot)));
            }
            spot = next.get();
        }
        if (spot.form().fits(field)) {
            return Optional.empty();
        }
        return Optional.of(new Unreadable(
                "is a " + field.type() + ", and the message has " + spot.form().what() + " at \"" + field.path() + "\"",
                instead(field, spot)));
    }

    private static Unreadable nothing(Field field, FieldPath.Step step, String where, String suggestion) {
        return new Unreadable(
                "is read from \"" + field.path() + "\", and there is no \"" + step + "\" in " + where, suggestion);
    }

    private static String suggestion(FieldPath.Step step, Spot spot) {
        if (spot.message() != null) {
            List<String> names = spot.message().getFields().stream()
                    .map(FieldDescriptor::getName)
                    .toList();
            return names.isEmpty() ? "" : Words.suggestion(step.toString(), names, "Fields");
        }
        if (!spot.several()) {
            return "";
        }
        return spot.field().isMapField()
                ? "name a value of the map by its key, as in labels[\"a.b\"]"
                : "name an item of the list by its index, as in items[0].price";
    }

    private static String instead(Field field, Spot spot) {
        if (spot.several()) {
            return spot.field().isMapField() ? "" : "name an item: " + field.path() + "[0]";
        }
        boolean timestamp =
                spot.message() != null && spot.message().getFullName().equals(FieldForms.TIMESTAMP);
        return timestamp ? "declare it as timestamp, or read its seconds since 1970: " + field.path() + ".seconds" : "";
    }

    /** How the values of a readable path are written, as far as it decides what is read: {@code int32 in 3.1, or 0}. */
    static String written(Descriptor message, Field field) {
        Spot spot = Spot.root(message);
        StringBuilder numbers = new StringBuilder();
        for (FieldPath.Step step : FieldPath.parse(field.path())) {
            spot = spot.below(step).orElseThrow();
            if (!step.isIndex()) {
                numbers.append(numbers.isEmpty() ? "" : ".").append(spot.field().getNumber());
            }
        }
        return type(spot.field()) + " in " + numbers + absent(spot.field());
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> field.getMessageType().getFullName();
            case ENUM ->
                field.getEnumType().getFullName()
                        + (field.legacyEnumFieldTreatedAsClosed() ? " closed " : " ")
                        + Digest.of(values(field.getEnumType()));
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String values(EnumDescriptor type) {
        return type.getValues().stream()
                .map(value -> value.getNumber() + " " + value.getName())
                .collect(Collectors.joining("\n"));
    }

    private static String absent(FieldDescriptor field) {
        if (field.isRepeated() || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return "";
        }
        if (field.hasDefaultValue()) {
            return ", or else " + field.getDefaultValue();
        }
        return field.hasPresence() ? "" : ", or else its type's default";
    }
}
