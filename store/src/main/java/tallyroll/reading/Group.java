package tallyroll.reading;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Words;

/**
 * A group: the values of the fields that its rollup is by, in that order. Of a total over several groups there are none.
 *
 * @param values String, Boolean, Long, BigDecimal or Instant
 */
public record Group(List<String> fields, List<Object> values) {
    static final Group SEVERAL = new Group(List.of(), List.of());

    public Group {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
    }

    /**
     * The value of a field.
     *
     * @throws InvalidRequestException where the rollup is not by that field
     */
    public Object value(String field) {
        int at = fields.indexOf(field);
        if (at < 0) {
            throw new InvalidRequestException(
                    "Cannot read \"" + field + "\" of a group: " + Words.suggestion(field, fields, "fields"));
        }
        return values.get(at);
    }

    /** {@code origin=ORD, destination=ATL}. */
    @Override
    public String toString() {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> fields.get(i) + "=" + values.get(i))
                .collect(Collectors.joining(", "));
    }
}
