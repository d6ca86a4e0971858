package tallyroll.event;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields of a pipeline's events in slot order: field {@code i} lives in slot {@code i} of an {@link Event}.
 */
public record EventSchema(List<Field> fields) implements Serializable {
    public EventSchema {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("field \"" + field.name() + "\" is declared twice");
            }
        }
    }

    /** The slot of a field, or -1 where there is none of that name. */
    public int slot(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public Field field(int slot) {
        return fields.get(slot);
    }

    public int size() {
        return fields.size();
    }

    /** Whether any field is derived by an expression. */
    public boolean derives() {
        return fields.stream().anyMatch(Field::derived);
    }
}
