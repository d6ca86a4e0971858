package tallyroll.measure;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A measure as a definition states it: {@code worst: max(delay)}.
 *
 * @param name the name in the rollup
 * @param function {@code count}, {@code sum} …, one of {@link Measures#functions()}
 * @param field the field it reads; empty for {@code count} of events
 * @param parameters further arguments, e.g. the ranks of {@code quantiles(delay, 0.5, 0.99)}, the bounds of a histogram
 * @param condition the boolean field that an event must have as true to be tallied; empty: every event is
 */
public record MeasureSpec(String name, String function, String field, List<Double> parameters, String condition)
        implements Serializable {
    public MeasureSpec {
        parameters = List.copyOf(parameters);
    }

    /** Of every event. */
    public MeasureSpec(String name, String function, String field, List<Double> parameters) {
        this(name, function, field, parameters, "");
    }

    /** With its parameters and condition: {@code quantiles(delay, 0.5, 0.99) where delay > 0}. */
    public String written() {
        String further = parameters.stream()
                .map(parameter -> ", "
                        + BigDecimal.valueOf(parameter).stripTrailingZeros().toPlainString())
                .collect(Collectors.joining());
        String call = further.isEmpty() ? toString() : function + "(" + field + further + ")";
        return condition.isEmpty() ? call : call + " where " + condition;
    }

    /** Without its parameters and its condition. */
    @Override
    public String toString() {
        return field.isEmpty() ? function : function + "(" + field + ")";
    }
}
