package tallyroll.measure;

import java.io.Serializable;
import java.util.List;

/**
 * A measure as a definition states it: {@code worst: max(delay)}.
 *
 * @param name the name in the rollup
 * @param function {@code count}, {@code sum} …, one of {@link Measures#functions()}
 * @param field the field it reads; empty for {@code count} of events
 * @param parameters further arguments, e.g. the ranks of {@code quantiles(delay, 0.5, 0.99)}, the bounds of a histogram
 */
public record MeasureSpec(String name, String function, String field, List<Double> parameters) implements Serializable {
    public MeasureSpec {
        parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? function : function + "(" + field + ")";
    }
}
