package tallyroll.sim;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies of records in which one component is another: what a rule that is off would have left there. */
final class RecordCopies {
    private RecordCopies() {}

    /** The values of all components but one, in order. */
    static List<Object> without(Record original, Set<String> components) {
        List<Object> values = new ArrayList<>();
        try {
            for (RecordComponent each : original.getClass().getRecordComponents()) {
                if (!components.contains(each.getName())) {
                    values.add(each.getAccessor().invoke(original));
                }
            }
            return values;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Cannot look into a " + original.getClass().getSimpleName(), e);
        }
    }

    static <R extends Record> R with(R original, String component, Object value) {
        RecordComponent[] components = original.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(original);
            }
            @SuppressWarnings("unchecked") // the constructor of its own class
            Constructor<R> constructor = (Constructor<R>) original.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Cannot copy a " + original.getClass().getSimpleName() + " with another " + component, e);
        }
    }
}
