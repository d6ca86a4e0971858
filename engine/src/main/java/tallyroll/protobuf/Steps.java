package tallyroll.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallyroll.format.FieldPath;
import tallyroll.format.Forms;
import tallyroll.format.Token;
import tallyroll.format.Wanted;

/** Makes the steps that read the wanted fields of a message. */
final class Steps {
    private Steps() {}

    /** Of the message that a record is. */
    static MessageStep of(Descriptor message, Wanted wanted) {
        return message(message, wanted, false);
    }

    private static MessageStep message(Descriptor message, Wanted wanted, boolean group) {
        SortedMap<Integer, FieldStep> steps = new TreeMap<>();
        wanted.below().forEach((step, below) -> {
            FieldDescriptor field = step.isIndex() ? null : message.findFieldByName(step.name());
            if (field != null) {
                steps.put(field.getNumber(), field(field, below));
            }
        });
        for (OneofDescriptor choice : message.getRealOneofs()) {
            choose(choice, steps);
        }
        return new MessageStep(steps, group);
    }

    /** Where one member of a oneof is read, it has to be known when another takes its place. */
    private static void choose(OneofDescriptor choice, SortedMap<Integer, FieldStep> steps) {
        List<FieldDescriptor> read = choice.getFields().stream()
                .filter(field -> steps.containsKey(field.getNumber()))
                .toList();
        if (read.isEmpty()) {
            return;
        }
        Map<Integer, FieldStep> members = Map.copyOf(steps);
        for (FieldDescriptor field : choice.getFields()) {
            List<FieldStep> others = new ArrayList<>();
            for (FieldDescriptor other : read) {
                if (other != field) {
                    others.add(members.get(other.getNumber()));
                }
            }
            FieldStep member = members.get(field.getNumber());
            steps.put(field.getNumber(), new ChoiceStep(member == null ? unread(field) : member, others));
        }
    }

    private static FieldStep field(FieldDescriptor field, Wanted wanted) {
        if (!field.isRepeated()) {
            return one(field, wanted);
        }
        FieldStep through = field.isMapField() ? map(field, wanted) : list(field, wanted);
        return wanted.token() == null
                ? through
                : both(new UnreadableStep(FieldForms.ofSeveral(field), wanted.token()), through, wanted);
    }

    private static FieldStep one(FieldDescriptor field, Wanted wanted) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return wanted.token() == null ? unread(field) : new ValueStep(field, FieldForms.of(field), wanted.token());
        }
        FieldStep through = message(field.getMessageType(), wanted, field.getType() == FieldDescriptor.Type.GROUP);
        return wanted.token() == null ? through : both(whole(field, wanted.token()), through, wanted);
    }

    private static FieldStep both(FieldStep whole, FieldStep through, Wanted wanted) {
        return wanted.below().isEmpty() ? whole : new BothSteps(whole, through);
    }

    /** A message that is read as one value. */
    private static FieldStep whole(FieldDescriptor field, Token token) {
        Descriptor message = field.getMessageType();
        if (FieldForms.isWrapper(message)) {
            FieldDescriptor value = message.findFieldByNumber(1);
            SortedMap<Integer, FieldStep> steps = new TreeMap<>();
            steps.put(1, new ValueStep(value, FieldForms.of(value), token));
            return new MessageStep(steps, false);
        }
        return switch (message.getFullName()) {
            case FieldForms.TIMESTAMP, FieldForms.DURATION -> new SecondsStep(FieldForms.of(field), token);
            default -> new UnreadableStep(FieldForms.of(field), token);
        };
    }

    private static FieldStep list(FieldDescriptor field, Wanted wanted) {
        int count = 1
                + wanted.below().keySet().stream()
                        .filter(FieldPath.Step::isIndex)
                        .mapToInt(FieldPath.Step::index)
                        .max()
                        .orElse(-1);
        FieldStep[] items = new FieldStep[count];
        for (int i = 0; i < count; i++) {
            items[i] = wanted.item(i) == null ? null : one(field, wanted.item(i));
        }
        return new ListStep(items, unread(field));
    }

    private static FieldStep map(FieldDescriptor field, Wanted wanted) {
        FieldDescriptor keys = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
        List<MapStep.Wish> wishes = new ArrayList<>();
        wanted.below().forEach((step, below) -> {
            if (!step.isIndex()) {
                key(keys, step.name()).ifPresent(key -> wishes.add(new MapStep.Wish(key, one(values, below))));
            }
        });
        return new MapStep(keys, wishes);
    }

    /** Empty where the map can have no such key. */
    private static Optional<MapKey> key(FieldDescriptor keys, String name) {
        try {
            return Optional.of(MapKey.of(keys, name));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /** Passes over a value that nobody reads, but for whether it is one. */
    private static FieldStep unread(FieldDescriptor field) {
        return switch (field.getType()) {
            case MESSAGE -> new SkipStep(WireInput.BYTES);
            case GROUP -> new SkipStep(WireInput.GROUP);
            default -> new ValueStep(field, Forms.unreadable("nothing"), new Token());
        };
    }
}
