package tallyroll.measure;

import java.util.List;
import java.util.Set;
import tallyroll.event.FieldType;

/**
 * What the reference says of one function; the page and the JSON Schema are generated from these.
 *
 * @param name how a definition calls it
 * @param signature its arguments, e.g. {@code quantiles(field, rank …)}
 * @param summary what it answers, one sentence
 * @param fields the kinds of field it reads
 * @param fieldRequired whether it needs a field
 * @param parameters what the further arguments are and their defaults; empty: it takes none
 * @param columns the columns it adds, {@code <name>} standing for the measure's name, with their CQL types
 * @param exactness what is exact and within which error the rest is
 * @param size the bytes it takes in a row
 * @param orderIndependent whether the same events in any order and split give the same bytes for any input
 */
public record MeasureFunction(
        String name,
        String signature,
        String summary,
        Set<FieldType.Kind> fields,
        boolean fieldRequired,
        String parameters,
        List<String> columns,
        String exactness,
        String size,
        boolean orderIndependent) {
    public MeasureFunction {
        fields = Set.copyOf(fields);
        columns = List.copyOf(columns);
    }

    boolean takesParameters() {
        return !parameters.isEmpty();
    }
}
